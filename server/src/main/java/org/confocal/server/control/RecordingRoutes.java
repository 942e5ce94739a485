package org.confocal.server.control;

import org.apache.pekko.http.javadsl.marshallers.jackson.Jackson;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.confocal.engine.id.MeetingNumber;

/** The routes under {@code /confocal/meetings/NUMBER/recordings}. */
final class RecordingRoutes extends AllDirectives {
  private final RecordingDoor door;
  private final PolicyRoutes.Answered answered;

  RecordingRoutes(RecordingDoor door, PolicyRoutes.Answered answered) {
    this.door = door;
    this.answered = answered;
  }

  Route routes(MeetingNumber number) {
    return concat(
        get(() -> answered.route(door.list(number))),
        post(
            () ->
                entity(
                    Jackson.unmarshaller(Json.MAPPER, RecordingDoor.NewRecording.class),
                    wanted -> answered.route(door.start(number, wanted)))),
        delete(() -> answered.route(door.stop(number))));
  }
}
