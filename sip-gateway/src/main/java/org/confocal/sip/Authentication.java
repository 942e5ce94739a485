package org.confocal.sip;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;

/** Finds out who sent a request: digest with 401 (RFC 3261 section 22). */
final class Authentication {
  private Authentication() {}

  /**
   * Who it is.
   *
   * @param user empty = the request proves nothing; a challenge may help
   * @param stale the proof was right once: challenge with {@code stale=true}
   * @param rejection the proof is wrong, or could not be checked
   */
  record Result(Optional<UserUri> user, boolean stale, Optional<Rejection> rejection) {
    static final Result NOBODY = new Result(Optional.empty(), false, Optional.empty());
  }

  static CompletionStage<Result> check(Edge edge, SipRequest request) {
    Optional<AuthParams> proof =
        edge.guard().credentials(request.headers().values("Authorization"));
    if (proof.isEmpty()) {
      return CompletableFuture.completedFuture(Result.NOBODY);
    }
    String name = name(proof.get().get("username"));
    return edge.doors()
        .users()
        .find(name)
        .thenApply(user -> judge(edge, request, proof.get(), user));
  }

  private static Result judge(
      Edge edge, SipRequest request, AuthParams proof, Optional<UserDirectory.Credentials> user) {
    DigestGuard.Verdict verdict =
        edge.guard().check(proof, request.method(), user, edge.doors().clock().instant());
    return switch (verdict) {
      case RIGHT ->
          new Result(user.flatMap(u -> edge.names().user(u.name())), false, Optional.empty());
      case STALE -> new Result(Optional.empty(), true, Optional.empty());
      case WRONG ->
          new Result(
              Optional.empty(),
              false,
              Optional.of(
                  Rejection.of(Rejection.Reason.NOT_INVITED, "Wrong user name or password")));
    };
  }

  /** Who asks, by what he has proved and what he calls himself. */
  static Caller caller(Edge edge, StackEvents.Incoming in, Optional<UserUri> proved) {
    NameAddress from = in.request().from();
    return new Caller(
        proved,
        Optional.ofNullable(from.displayName()).orElseGet(() -> from.uri().plainUser().orElse("")),
        edge.names().isThisMachine(in.flow().remoteHost()));
  }

  /** The answer when the directory of users does not answer. */
  static Result unavailable(Edge edge) {
    return new Result(
        Optional.empty(),
        false,
        Optional.of(
            Rejection.unavailable(
                "The user directory does not answer", edge.settings().patience().retryAfter())));
  }

  static SipResponse challenge(Edge edge, SipRequest request, boolean stale) {
    SipResponse response = request.response(401, "Unauthorized");
    for (String value : edge.guard().challenges(stale, edge.doors().clock().instant())) {
      response = response.plus("WWW-Authenticate", value);
    }
    return response;
  }

  /** Some clients put the domain behind the name. */
  private static String name(String username) {
    int at = username.indexOf('@');
    return (at < 0 ? username : username.substring(0, at)).toLowerCase(Locale.ROOT);
  }
}
