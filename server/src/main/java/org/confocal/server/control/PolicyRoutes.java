package org.confocal.server.control;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.marshallers.jackson.Jackson;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.confocal.engine.meeting.ConferencePolicy;

/** The routes under {@code /confocal/policies}. */
final class PolicyRoutes extends AllDirectives {
  /** How {@link ControlRoutes} tells an answer. */
  @FunctionalInterface
  interface Answered {
    <T> Route route(CompletionStage<Answer<T>> stage);
  }

  private static final int LIMIT = 100_000;

  private final PolicyDoor door;
  private final Answered answered;

  PolicyRoutes(PolicyDoor door, Answered answered) {
    this.door = door;
    this.answered = answered;
  }

  Route routes() {
    return concat(
        pathEnd(
            () ->
                concat(
                    get(() -> answered.route(door.list(LIMIT).thenApply(Answer.Given::new))),
                    post(
                        () ->
                            entity(
                                Jackson.unmarshaller(Json.MAPPER, ConferencePolicy.class),
                                policy -> answered.route(door.set(policy)))))),
        path(
            "of",
            () ->
                post(
                    () ->
                        entity(
                            Jackson.unmarshaller(Json.MAPPER, PolicyDoor.Assigned.class),
                            a -> answered.route(door.assign(a.user(), a.policy()))))),
        path(
            PathMatchers.segment("of").slash(PathMatchers.segment()),
            user -> get(() -> answered.route(door.of(user)))),
        path(PathMatchers.segment(), name -> get(() -> answered.route(door.show(name)))));
  }
}
