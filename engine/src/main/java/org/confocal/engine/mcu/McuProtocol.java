package org.confocal.engine.mcu;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Content;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.UserUri;

/**
 * What a focus and an MCU say to each other. The MCU holds nothing that the focus could not tell it
 * again.
 */
public final class McuProtocol {
  private McuProtocol() {}

  /** What the focus says. */
  public sealed interface Command
      permits Negotiate,
          Connect,
          Revive,
          Release,
          Muted,
          Locked,
          OfSound,
          Say,
          Delivered,
          StartRecording,
          StopRecording,
          Ended,
          McuInternal {}

  /**
   * Prepares a leg or a change of it and answers with our session description; nothing flows before
   * {@link Connect}. Repeating it changes nothing. A leg that has a place keeps it.
   *
   * @param user whose leg it is, when that is known: he has one place, however many legs
   * @param offer what the peer offers; empty when the peer wants an offer of ours
   * @param peerHost IP address of the peer as its signalling comes, for choosing our address
   *     towards it
   */
  public record Negotiate(
      int leg,
      Optional<UserUri> user,
      Optional<SessionOffer> offer,
      String peerHost,
      ActorRef<Event> replyTo)
      implements Command {
    /** For a leg of whom nobody knows yet whose it is. */
    public Negotiate(
        int leg, Optional<SessionOffer> offer, String peerHost, ActorRef<Event> replyTo) {
      this(leg, Optional.empty(), offer, peerHost, replyTo);
    }
  }

  /**
   * The leg is admitted and stored: media may flow. Again for each change.
   *
   * @param user whose leg it is
   * @param remote what the peer described, as offer or as answer; no streams for the chat MCU = the
   *     leg has no chat session, and its user has written a line by himself
   * @param local what we described; no streams when {@code remote} has none
   * @param waits the leg is in the lobby: it neither hears the conference nor is heard. Told with
   *     its media, so that not one packet goes astray
   */
  public record Connect(
      int leg, UserUri user, SessionOffer remote, SessionAnswer local, boolean waits)
      implements Command {
    /** Of a leg that is in. */
    public Connect(int leg, UserUri user, SessionOffer remote, SessionAnswer local) {
      this(leg, user, remote, local, false);
    }
  }

  /**
   * A leg of an earlier life of the focus: finds its session, or makes it anew at the same place
   * when that is free.
   *
   * @param waits as in {@link Connect}
   */
  public record Revive(
      int leg,
      UserUri user,
      MediaPlace place,
      SessionOffer remote,
      SessionAnswer local,
      String peerHost,
      boolean waits)
      implements Command {
    /** Of a leg that is in. */
    public Revive(
        int leg,
        UserUri user,
        MediaPlace place,
        SessionOffer remote,
        SessionAnswer local,
        String peerHost) {
      this(leg, user, place, remote, local, peerHost, false);
    }
  }

  /** The leg is gone, or was never admitted. */
  public record Release(int leg) implements Command {}

  /** The leg is heard no more, or again. */
  public record Muted(int leg, boolean muted) implements Command {}

  /** What is set at the mixing desk, and what is played. Audio only. */
  public sealed interface OfSound extends Command permits Tuned, Related, Play, StopPlaying {}

  /** This is set for a leg from now on; told after its {@link Negotiate} or {@link Revive}. */
  public record Tuned(int leg, Tuning tuning) implements OfSound {}

  /** Who hears whom from now on, legs that come later included. */
  public record Related(List<Relation> relations) implements OfSound {
    public Related {
      relations = List.copyOf(relations);
    }
  }

  /**
   * Play a sound; answered by {@link PlayResult}.
   *
   * @param id of this order, for its answer
   * @param legs empty = to all who hear the conference
   * @param times 0 = until it is stopped
   */
  public record Play(long id, List<Integer> legs, String name, String sound, int times)
      implements OfSound {
    public Play {
      legs = List.copyOf(legs);
    }
  }

  /**
   * End what plays under this name.
   *
   * @param legs empty = to all who hear the conference
   */
  public record StopPlaying(List<Integer> legs, String name) implements OfSound {
    public StopPlaying {
      legs = List.copyOf(legs);
    }
  }

  /** The conference is locked, or open again: told to every MCU before it is told to anybody. */
  public record Locked(boolean locked) implements Command {}

  /**
   * A participant says something to all, or to one. Chat only. Repeating it says nothing twice.
   *
   * @param leg the leg it came by; 0 = outside of a dialog
   * @param at when the focus heard it
   */
  public record Say(
      RequestKey key, int leg, UserUri sender, Optional<UserUri> to, Content content, Instant at)
      implements Command {}

  /**
   * How the delivery of a line to a leg ended. Chat only.
   *
   * @param status SIP status of the answer; 408 when none came
   */
  public record Delivered(int leg, long line, int status) implements Command {}

  /**
   * What all hear is recorded, from the first leg on. Audio only. Told again to a new MCU.
   *
   * @param id name of the recording
   * @param part file that is known to be on disk; empty = none yet
   * @param partMs how much of it is
   */
  public record StartRecording(String id, RecordingFormat format, String part, long partMs)
      implements Command {}

  /** That is recorded no more. */
  public record StopRecording(String id) implements Command {}

  /**
   * The conference is over: all legs end and the MCU stops, as soon as the last piece of a
   * recording is told.
   */
  public record Ended() implements Command {}

  /** For messages that an MCU sends to itself. */
  public non-sealed interface McuInternal extends Command {}

  /** What the MCU says. */
  public sealed interface Event
      permits Negotiated,
          NotNegotiated,
          NotConnected,
          Moved,
          StreamAlive,
          StreamLost,
          Talking,
          PlayResult,
          Said,
          NotSaid,
          Deliver,
          Report,
          Recorded,
          RecordingFailed,
          Fenced {}

  /** The leg is prepared. */
  public record Negotiated(McuType mcu, int leg, SessionAnswer local, MediaPlace place)
      implements Event {}

  /** The leg cannot be served; nothing is kept of it. */
  public record NotNegotiated(McuType mcu, int leg, Rejection rejection) implements Event {}

  /** What the peer described cannot be used: nothing flows and the leg should end. */
  public record NotConnected(McuType mcu, int leg, Rejection rejection) implements Event {}

  /** The leg could not be revived at its place and needs a new offer with this description. */
  public record Moved(int leg, SessionAnswer local, MediaPlace place) implements Event {}

  /** Packets come: for the first time, or again. */
  public record StreamAlive(int leg) implements Event {}

  /** No packet came for {@code silentForMs} though some were expected. */
  public record StreamLost(int leg, long silentForMs) implements Event {}

  /** The legs that are heard by all now: told when that has changed, at most twice a second. */
  public record Talking(Set<Integer> legs) implements Event {
    public Talking {
      legs = Set.copyOf(legs);
    }
  }

  /**
   * What became of an order to play.
   *
   * @param refusal empty = it plays to somebody, or was ended before it began
   */
  public record PlayResult(long id, Optional<Rejection> refusal) implements Event {}

  /**
   * The line is stored and will be delivered: the sender may be told so. Number 0: it was transient
   * and is not stored.
   */
  public record Said(RequestKey key, long line) implements Event {}

  /** Nothing was said. */
  public record NotSaid(RequestKey key, Rejection rejection) implements Event {}

  /**
   * Send this line in the dialogs of these legs and tell by {@link Delivered} how each ended. At
   * most one is on its way per leg, so that everybody hears the lines in their order.
   */
  public record Deliver(ChatLine line, List<Integer> legs) implements Event {
    public Deliver {
      legs = List.copyOf(legs);
    }
  }

  /**
   * Tell the sender whom his line did not reach.
   *
   * @param leg of his, in the chat; 0 or a leg that is gone = any other way to him will do
   */
  public record Report(int leg, UserUri sender, long line, List<Undelivered> missed)
      implements Event {
    public Report {
      missed = List.copyOf(missed);
    }
  }

  /**
   * So much of a recording is on disk for good.
   *
   * @param part file that it goes on in
   * @param partMs length of its sound
   * @param partBytes length of the file
   * @param last nothing follows, unless somebody comes again
   */
  public record Recorded(String id, String part, long partMs, long partBytes, boolean last)
      implements Event {}

  /** The recording has ended because it could not be written. */
  public record RecordingFailed(String id, String why) implements Event {}

  /**
   * Somebody with a higher epoch steers the conference: the focus must stop without another outward
   * act.
   */
  public record Fenced(long highestEpoch) implements Event {}
}
