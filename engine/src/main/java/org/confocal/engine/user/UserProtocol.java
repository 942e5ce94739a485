package org.confocal.engine.user;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Message;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;

/**
 * What may be said to a user's actor: registrations (RFC 3261 section 10.3). They are soft: a phone
 * registers again.
 */
public final class UserProtocol {
  private UserProtocol() {}

  /** What may be said; {@link PresenceProtocol} has the rest. */
  public sealed interface Command extends Message
      permits Bind, Bindings, Unbind, EdgeGone, Dismiss, PresenceProtocol.Command {}

  /**
   * Which device it is that registers: whatever Contact it gives, it takes the place of what it has
   * registered before.
   *
   * @param id names the device among those of its user, in GRUUs too
   * @param urn what the device calls itself ({@code +sip.instance}, RFC 5626); empty when it has
   *     told only an {@code epid}
   */
  public record Device(String id, String urn) {}

  /**
   * One Contact of a REGISTER with its wanted lifetime; 0 seconds removes it.
   *
   * @param flowOnly the Contact cannot be dialled: when the connection closes it is worth nothing
   */
  public record Wish(
      String contact, int expiresSeconds, Optional<Device> device, boolean flowOnly) {
    /** A phone that says nothing of itself but its Contact. */
    public static Wish plain(String contact, int expiresSeconds) {
      return new Wish(contact, expiresSeconds, Optional.empty(), false);
    }
  }

  /**
   * A REGISTER of somebody who has proved to be this user.
   *
   * @param removeAll Contact was {@code *}
   * @param flow where the request came from: requests to this contact go there
   * @param edge at which it came in, and which alone has that connection
   */
  public record Bind(
      String callId,
      long cseq,
      List<Wish> wishes,
      boolean removeAll,
      PeerAddress flow,
      ActorRef<EdgeProtocol.Command> edge,
      ActorRef<Reply> replyTo)
      implements Command {
    public Bind {
      wishes = List.copyOf(wishes);
    }
  }

  /** Asks where the user can be reached. */
  public record Bindings(ActorRef<Reply> replyTo) implements Command {}

  /** A connection is closed: what could be reached over it only is gone. */
  public record Unbind(PeerAddress flow) implements Command {}

  /**
   * An edge has ended, and its connections with it; what can be dialled may be dialled from any.
   */
  public record EdgeGone(ActorRef<EdgeProtocol.Command> edge) implements Command {}

  /** The user is disabled or removed: he can be reached nowhere. */
  public record Dismiss() implements Command {}

  /**
   * A place where the user can be reached.
   *
   * @param flowOnly over the connection {@code flow} only
   * @param edge at which the registration came in: the best to reach it, and the only one when it
   *     is {@code flowOnly}; empty when that has ended
   */
  public record Binding(
      String contact,
      PeerAddress flow,
      String callId,
      long cseq,
      Instant expires,
      Optional<Device> device,
      boolean flowOnly,
      Optional<ActorRef<EdgeProtocol.Command>> edge) {
    public Binding {
      edge = edge == null ? Optional.empty() : edge;
    }

    /** That of a phone that says nothing of itself but its Contact. */
    public static Binding plain(
        String contact, PeerAddress flow, String callId, long cseq, Instant expires) {
      return new Binding(
          contact, flow, callId, cseq, expires, Optional.empty(), false, Optional.empty());
    }

    /** The same, and which edge is the best to reach it. */
    public Binding at(Optional<ActorRef<EdgeProtocol.Command>> best) {
      return new Binding(contact, flow, callId, cseq, expires, device, flowOnly, best);
    }

    /** The way there, as edges tell it to each other. */
    public PassingProtocol.Way way() {
      return new PassingProtocol.Way(contact, flow, flowOnly);
    }

    /** What tells this place apart from the user's others. */
    String key() {
      return device.map(Device::id).orElse(contact);
    }
  }

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
