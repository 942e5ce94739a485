package org.confocal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipHeaders;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request: by digest (RFC 3261 section 22), with 407 for clients of the OCS
 * generation and 401 for all others, or by the connection on which he has proved it before.
 */
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

  static CompletionStage<Result> check(Edge edge, StackEvents.Incoming in) {
    SipHeaders headers = in.request().headers();
    List<String> values = new ArrayList<>(headers.values("Proxy-Authorization"));
    values.addAll(headers.values("Authorization"));
    Optional<AuthParams> proof = edge.guard().credentials(values);
    if (proof.isEmpty()) {
      return byConnection(edge, in);
    }
    String name = name(proof.get().get("username"));
    return edge.doors().users().find(name).thenApply(user -> judge(edge, in, proof.get(), user));
  }

  /**
   * The same for whoever may come as guest: one who names himself as a user of ours and proves
   * nothing is asked who he is, also when he has a key, for else a user would become his own guest.
   */
  static CompletionStage<Result> ofGuest(Edge edge, StackEvents.Incoming in) {
    Optional<UserUri> from =
        edge.names()
            .user(in.request().from().uri())
            .filter(u -> u.domain().equals(edge.names().domain()));
    return check(edge, in)
        .thenCompose(
            who ->
                from.isEmpty() || who.user().isPresent() || who.rejection().isPresent()
                    ? CompletableFuture.completedFuture(who)
                    : edge.doors()
                        .users()
                        .find(from.get().name())
                        .thenApply(found -> found.isEmpty() ? who : asked(who, from.get())));
  }

  private static Result asked(Result who, UserUri user) {
    Rejection why =
        Rejection.of(
            Rejection.Reason.AUTHENTICATION_REQUIRED, user + " is a user, and has to prove it");
    return new Result(Optional.empty(), who.stale(), Optional.of(why));
  }

  /** Who has proved himself on this connection need not do so again. */
  private static CompletionStage<Result> byConnection(Edge edge, StackEvents.Incoming in) {
    Flow flow = ownFlow(in);
    Optional<UserUri> from = edge.names().user(in.request().from().uri());
    if (flow == null || from.isEmpty() || !edge.logins().has(flow, from.get())) {
      return CompletableFuture.completedFuture(Result.NOBODY);
    }
    return edge.doors()
        .users()
        .find(from.get().name())
        .thenApply(
            now -> edge.logins().holds(flow, from.get(), now) ? is(from.get()) : Result.NOBODY);
  }

  /**
   * The same for a REGISTER, which needs no proof when it comes from a network that is trusted;
   * there must be such a user all the same.
   */
  static CompletionStage<Result> registration(Edge edge, StackEvents.Incoming in) {
    if (!isTrusted(edge, in)) {
      return check(edge, in);
    }
    SipUri uri = in.request().to().uri();
    Optional<UserUri> user =
        edge.names().user(uri).filter(u -> u.domain().equals(edge.names().domain()));
    return edge.doors()
        .users()
        .find(user.map(UserUri::name).orElse(""))
        .thenApply(
            found -> {
              if (user.isEmpty() || found.isEmpty()) {
                return refused(Rejection.Reason.UNKNOWN_USER, "There is no user " + uri);
              }
              if (found.get().disabled()) {
                return disabled(user.get());
              }
              remember(edge, in, user.get(), found.get());
              return is(user.get());
            });
  }

  /**
   * A source address proves something only on a connection, and only when nobody stands between. On
   * this machine a proxy or a tunnel may stand, so it must be named.
   */
  private static boolean isTrusted(Edge edge, StackEvents.Incoming in) {
    Flow flow = ownFlow(in);
    Networks trusted = edge.settings().registrations().trusted();
    return flow != null
        && trusted.contain(flow.remoteHost())
        && (!edge.names().isThisMachine(flow.remoteHost()) || trusted.nameLoopback());
  }

  private static Result judge(
      Edge edge,
      StackEvents.Incoming in,
      AuthParams proof,
      Optional<UserDirectory.Credentials> found) {
    DigestGuard.Verdict verdict =
        edge.guard()
            .check(
                proof, in.request().method(), found, ownFlow(in), edge.doors().clock().instant());
    Optional<UserUri> user = found.flatMap(u -> edge.names().user(u.name()));
    if (verdict == DigestGuard.Verdict.RIGHT && found.filter(u -> u.disabled()).isPresent()) {
      return disabled(user.orElseThrow());
    }
    if (verdict == DigestGuard.Verdict.RIGHT && user.isPresent()) {
      remember(edge, in, user.get(), found.get());
    }
    return switch (verdict) {
      case RIGHT -> new Result(user, false, Optional.empty());
      case STALE -> new Result(Optional.empty(), true, Optional.empty());
      case WRONG -> refused(Rejection.Reason.NOT_INVITED, "Wrong user name or password");
    };
  }

  private static Result is(UserUri user) {
    return new Result(Optional.of(user), false, Optional.empty());
  }

  private static Result disabled(UserUri user) {
    return refused(Rejection.Reason.NOT_AUTHORIZED, "The user " + user + " is disabled");
  }

  private static Result refused(Rejection.Reason reason, String text) {
    return new Result(Optional.empty(), false, Optional.of(Rejection.of(reason, text)));
  }

  private static void remember(
      Edge edge, StackEvents.Incoming in, UserUri user, UserDirectory.Credentials credentials) {
    Flow flow = ownFlow(in);
    if (flow != null) {
      edge.logins().add(flow, user, credentials);
    }
  }

  /** The connection, when only he who sent the request can write on it; else null. */
  private static @Nullable Flow ownFlow(StackEvents.Incoming in) {
    boolean direct = in.request().headers().values("Via").size() == 1;
    return direct && !in.flow().isUdp() ? in.flow() : null;
  }

  /** Who asks, by what he has proved and what he calls himself. */
  static Caller caller(Edge edge, StackEvents.Incoming in, Optional<UserUri> proved) {
    NameAddress from = in.request().from();
    return new Caller(
            proved,
            Optional.ofNullable(from.displayName())
                .orElseGet(() -> from.uri().plainUser().orElse("")),
            edge.names().isThisMachine(in.flow().remoteHost()))
        .from(source(in));
  }

  /** What others have sent on came by a flow that many share: it has no port. */
  private static PeerAddress source(StackEvents.Incoming in) {
    boolean direct = in.request().headers().values("Via").size() == 1;
    PeerAddress flow = FlowTable.address(in.flow());
    return direct ? flow : new PeerAddress(flow.transport(), flow.host(), 0);
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
    List<String> all = edge.guard().challenges(stale, edge.doors().clock().instant());
    boolean ocs = OcsClient.sent(request);
    List<String> old = all.stream().filter(c -> c.contains("algorithm=MD5,")).toList();
    List<String> values = ocs && !old.isEmpty() ? old : all; // they know no other hash
    SipResponse response =
        ocs
            ? request.response(407, "Proxy Authentication Required")
            : request.response(401, "Unauthorized");
    for (String value : values) {
      response = response.plus(ocs ? "Proxy-Authenticate" : "WWW-Authenticate", value);
    }
    return response;
  }

  /** Some clients put the domain behind the name. */
  private static String name(String username) {
    int at = username.indexOf('@');
    return (at < 0 ? username : username.substring(0, at)).toLowerCase(Locale.ROOT);
  }
}
