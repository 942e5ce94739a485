package org.confocal.engine.user;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Message;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.PeerAddress;

/**
 * What may be said to a user's actor: registrations (RFC 3261 section 10.3). They are soft: a phone
 * registers again.
 */
public final class UserProtocol {
  private UserProtocol() {}

  /** What may be said. */
  public sealed interface Command extends Message permits Bind, Bindings {}

  /** One Contact of a REGISTER with its wanted lifetime; 0 seconds removes it. */
  public record Wish(String contact, int expiresSeconds) {}

  /**
   * A REGISTER of somebody who has proved to be this user.
   *
   * @param removeAll Contact was {@code *}
   * @param flow where the request came from: requests to this contact go there
   */
  public record Bind(
      String callId,
      long cseq,
      List<Wish> wishes,
      boolean removeAll,
      PeerAddress flow,
      ActorRef<Reply> replyTo)
      implements Command {
    public Bind {
      wishes = List.copyOf(wishes);
    }
  }

  /** Asks where the user can be reached. */
  public record Bindings(ActorRef<Reply> replyTo) implements Command {}

  /** A place where the user can be reached. */
  public record Binding(
      String contact, PeerAddress flow, String callId, long cseq, Instant expires) {}

  /** The answer. */
  public sealed interface Reply extends Message permits Bound, NotBound {}

  /** All bindings as they are now. */
  public record Bound(Instant now, List<Binding> bindings) implements Reply {
    public Bound {
      bindings = List.copyOf(bindings);
    }
  }

  /** Nothing has changed. */
  public record NotBound(Rejection rejection) implements Reply {}
}
