package org.confocal.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.http.javadsl.marshallers.jackson.Jackson;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.StringUnmarshallers;
import org.apache.pekko.management.javadsl.ManagementRouteProvider;
import org.apache.pekko.management.javadsl.ManagementRouteProviderSettings;
import org.confocal.engine.Rejection;
import org.confocal.engine.directory.CallRecords;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.server.settings.Parting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes under {@code /confocal} of Pekko Management's HTTP server; all want the token. */
public final class ControlRoutes extends AllDirectives implements ManagementRouteProvider {
  private static final Logger LOG = LoggerFactory.getLogger(ControlRoutes.class);
  private static final int LIMIT = 100_000;
  private static final int USUAL = 100;
  private static final String BEARER = "Bearer ";

  /** The body of {@code PUT users/NAME}. */
  record NewUser(String realm, String ha1Md5, String ha1Sha256, boolean replace) {}

  /** The body of {@code PUT users/NAME/contacts/CONTACT}. */
  record NewContact(String name, String group) {}

  private final ExtendedActorSystem system;

  /** Made by Pekko Management, by name. */
  public ControlRoutes(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public Route routes(ManagementRouteProviderSettings settings) {
    return pathPrefix(
        "confocal",
        () ->
            optionalHeaderValueByName(
                "Authorization",
                given ->
                    ControlPorts.of(system)
                        .ports()
                        .filter(ports -> entitled(given, ports.token()))
                        .map(this::behindTheToken)
                        .orElseGet(() -> problem(StatusCodes.UNAUTHORIZED, "token missing"))));
  }

  private Route behindTheToken(ControlPorts.Ports ports) {
    return handleExceptions(
        org.apache.pekko.http.javadsl.server.ExceptionHandler.newBuilder()
            .matchAny(this::failed)
            .build(),
        () ->
            concat(
                path("node", () -> get(() -> given(ports.operators().node()))),
                path(
                    PathMatchers.segment("node").slash("stop"),
                    () -> post(() -> stop(ports.stop()))),
                path("counters", () -> get(() -> body(ports.counters().get()))),
                pathPrefix("users", () -> users(ports.operators())),
                pathPrefix(
                    "policies",
                    () -> new PolicyRoutes(ports.operators().policies(), this::answered).routes()),
                pathPrefix("meetings", () -> meetings(ports.operators())),
                pathPrefix(
                    "conferences",
                    () -> concat(events(ports.records()), conferences(ports.conferences()))),
                pathPrefix("records", () -> records(ports.operators()))));
  }

  private Route stop(StopDoor door) {
    return parameterOptional(
        StringUnmarshallers.BOOLEAN,
        "keep",
        keep -> body(door.leave(keep.orElse(false) ? Parting.KEEP : Parting.BYE)));
  }

  private Route users(OperatorDoor door) {
    return concat(
        pathEnd(() -> get(() -> given(door.users(LIMIT)))),
        path(
            PathMatchers.segment().slash("disabled"),
            user ->
                concat(
                    put(() -> answered(door.disableUser(user, true))),
                    delete(() -> answered(door.disableUser(user, false))))),
        path(
            PathMatchers.segment().slash("contacts"),
            user -> get(() -> answered(door.contacts(user)))),
        path(
            PathMatchers.segment().slash("contacts").slash(PathMatchers.segment()),
            (user, contact) -> contact(door, user, contact)),
        path(
            PathMatchers.segment(),
            name ->
                concat(
                    put(
                        () ->
                            entity(
                                Jackson.unmarshaller(Json.MAPPER, NewUser.class),
                                user -> answered(door.putUser(named(name, user), user.replace())))),
                    delete(() -> answered(door.removeUser(name))))));
  }

  private Route contact(OperatorDoor door, String user, String contact) {
    return concat(
        put(
            () ->
                entity(
                    Jackson.unmarshaller(Json.MAPPER, NewContact.class),
                    body -> answered(door.putContact(user, contact, body.name(), body.group())))),
        delete(() -> answered(door.removeContact(user, contact))));
  }

  private Route meetings(OperatorDoor door) {
    return concat(
        pathEnd(
            () ->
                concat(
                    get(() -> given(door.meetings(LIMIT))),
                    post(
                        () ->
                            entity(
                                Jackson.unmarshaller(Json.MAPPER, OperatorDoor.NewMeeting.class),
                                meeting -> answered(door.create(meeting)))))),
        path(PathMatchers.segment().slash("access"), text -> access(door, text)),
        path(PathMatchers.segment().slash("people"), text -> people(door, text)),
        path(
            PathMatchers.segment().slash("sound").slash(PathMatchers.segment()),
            (text, verb) -> sound(door, text, verb)),
        path(
            PathMatchers.segment().slash("recordings"),
            text -> numbered(text, new RecordingRoutes(door.recordings(), this::answered)::routes)),
        path(
            PathMatchers.segment(),
            text ->
                MeetingNumber.parse(text)
                    .map(
                        number ->
                            concat(
                                get(() -> answered(door.meeting(number))),
                                delete(() -> answered(door.delete(number)))))
                    .orElseGet(() -> problem(StatusCodes.NOT_FOUND, "no number: " + text))));
  }

  private Route access(OperatorDoor door, String text) {
    return numbered(
        text,
        number ->
            post(
                () ->
                    entity(
                        Jackson.unmarshaller(Json.MAPPER, OperatorDoor.Access.class),
                        access -> answered(door.change(number, access)))));
  }

  private Route people(OperatorDoor door, String text) {
    return numbered(
        text,
        number ->
            concat(
                get(() -> answered(door.people(number))),
                post(
                    () ->
                        entity(
                            Jackson.unmarshaller(Json.MAPPER, OperatorDoor.PeopleOrder.class),
                            order -> answered(door.order(number, order))))));
  }

  private Route sound(OperatorDoor door, String text, String verb) {
    return numbered(
        text,
        number ->
            post(
                () ->
                    entity(
                        Jackson.unmarshaller(Json.MAPPER, JsonNode.class),
                        body -> answered(door.sound(number, verb, body)))));
  }

  private Route numbered(String text, Function<MeetingNumber, Route> then) {
    return MeetingNumber.parse(text)
        .map(then)
        .orElseGet(() -> problem(StatusCodes.NOT_FOUND, "no number: " + text));
  }

  private Route conferences(ConferenceDoor door) {
    return concat(
        pathEnd(() -> get(() -> given(door.list(LIMIT)))),
        path(
            PathMatchers.segment(),
            text ->
                FocusKey.parse(text)
                    .map(
                        key ->
                            concat(
                                get(() -> found(door.show(key), key)),
                                delete(
                                    () ->
                                        found(
                                            door.end(key)
                                                .thenApply(
                                                    legs -> legs.map(n -> Map.of("legs", n))),
                                            key))))
                    .orElseGet(() -> problem(StatusCodes.NOT_FOUND, "no key: " + text))));
  }

  private Route events(CallRecords records) {
    return path(
        PathMatchers.segment().slash("events"),
        text ->
            get(
                () ->
                    parameterOptional(
                        StringUnmarshallers.LONG,
                        "after",
                        after ->
                            limited(
                                limit ->
                                    keyed(
                                        text,
                                        key ->
                                            given(
                                                records.events(key, after.orElse(0L), limit)))))));
  }

  private Route records(OperatorDoor door) {
    return get(
        () ->
            limited(
                limit ->
                    concat(
                        pathEnd(() -> given(door.records(limit))),
                        path(
                            PathMatchers.segment(),
                            text -> keyed(text, key -> answered(door.record(key, limit)))))));
  }

  private Route keyed(String text, Function<FocusKey, Route> then) {
    return FocusKey.parse(text)
        .map(then)
        .orElseGet(() -> problem(StatusCodes.NOT_FOUND, "no key: " + text));
  }

  /** How much is asked for: the parameter {@code limit}. */
  private Route limited(Function<Integer, Route> then) {
    return parameterOptional(
        StringUnmarshallers.INTEGER,
        "limit",
        asked -> {
          int limit = asked.orElse(USUAL);
          return limit < 1 || limit > LIMIT
              ? problem(
                  StatusCodes.BAD_REQUEST, "limit: " + limit + " (expected: 1 to " + LIMIT + ")")
              : then.apply(limit);
        });
  }

  private <T> Route answered(CompletionStage<Answer<T>> stage) {
    return onSuccess(
        stage,
        answer ->
            answer.fold(
                this::body,
                no ->
                    complete(
                        status(no.reason()),
                        new Json.Problem(no.reason().name(), no.text()),
                        Jackson.marshaller(Json.MAPPER))));
  }

  private <T> Route found(CompletionStage<Optional<T>> stage, FocusKey key) {
    return onSuccess(
        stage,
        value ->
            value
                .map((Function<T, Route>) this::body)
                .orElseGet(() -> problem(StatusCodes.NOT_FOUND, key + " does not run")));
  }

  private <T> Route given(CompletionStage<T> stage) {
    return onSuccess(stage, this::body);
  }

  private <T> Route body(T value) {
    return complete(StatusCodes.OK, value, Jackson.marshaller(Json.MAPPER));
  }

  private Route problem(StatusCode status, String text) {
    return complete(
        status, new Json.Problem(status.reason(), text), Jackson.marshaller(Json.MAPPER));
  }

  private Route failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    LOG.warn("operator's request failed error={}", cause.toString());
    return cause instanceof TimeoutException
        ? problem(StatusCodes.SERVICE_UNAVAILABLE, "the node did not answer in time")
        : problem(StatusCodes.INTERNAL_SERVER_ERROR, cause.toString());
  }

  static boolean entitled(Optional<String> header, String token) {
    return header
        .filter(text -> text.startsWith(BEARER))
        .map(text -> text.substring(BEARER.length()).getBytes(UTF_8))
        .filter(given -> MessageDigest.isEqual(given, token.getBytes(UTF_8)))
        .isPresent();
  }

  private static Credentials named(String name, NewUser user) {
    return new Credentials(name, user.realm(), user.ha1Md5(), user.ha1Sha256());
  }

  private static StatusCode status(Rejection.Reason reason) {
    return switch (reason) {
      case UNKNOWN_CONFERENCE,
          UNKNOWN_NUMBER,
          UNKNOWN_DIALOG,
          UNKNOWN_USER,
          UNKNOWN_MCU,
          UNKNOWN_ENDPOINT,
          UNKNOWN_MEDIA ->
          StatusCodes.NOT_FOUND;
      case AUTHENTICATION_REQUIRED,
          NOT_INVITED,
          NOT_AUTHORIZED,
          DIAL_OUT_NOT_ALLOWED,
          CONFERENCE_LOCKED,
          INVALID_CONFERENCE_KEY,
          INVALID_PASSCODE,
          BANNED ->
          StatusCodes.FORBIDDEN;
      case NAME_TAKEN,
          ALREADY_EXISTS,
          VERSION_CONFLICT,
          CAPACITY_EXCEEDED,
          OFFER_PENDING,
          OUT_OF_ORDER,
          ABANDONED ->
          StatusCodes.CONFLICT;
      case MALFORMED, TOO_SHORT, MEDIA_NOT_ACCEPTABLE, CONTENT_NOT_ACCEPTABLE, BAD_JOINING_METHOD ->
          StatusCodes.BAD_REQUEST;
      case NOT_SUPPORTED -> StatusCodes.NOT_IMPLEMENTED;
      case CALL_FAILED, TIMED_OUT -> StatusCodes.BAD_GATEWAY;
      case UNAVAILABLE -> StatusCodes.SERVICE_UNAVAILABLE;
      case INTERNAL -> StatusCodes.INTERNAL_SERVER_ERROR;
    };
  }
}
