package org.confocal.engine.factory;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Message;
import org.confocal.engine.Rejection;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;

/** What may be said to the focus factory of an organizer, and what it answers. */
public final class FocusFactoryProtocol {
  private FocusFactoryProtocol() {}

  /** What may be said. */
  public sealed interface Command
      permits Schedule,
          Change,
          Delete,
          Find,
          All,
          RouteJoin,
          Route,
          Sweep,
          LookAgain,
          FocusFactory.Internal {}

  /**
   * Schedule a meeting.
   *
   * @param id chosen by the client; one is made when empty
   * @param number wanted number; a free one is found when empty
   */
  public record Schedule(
      Optional<ConferenceId> id,
      Optional<MeetingNumber> number,
      String subject,
      Admission admission,
      MeetingTerms terms,
      ActorRef<Reply> replyTo)
      implements Command, Message {}

  /**
   * Change a meeting: replaces subject, admission and terms.
   *
   * @param version of the meeting that the change was made from; empty = whatever it is
   */
  public record Change(
      ConferenceId id,
      Optional<Long> version,
      String subject,
      Admission admission,
      MeetingTerms terms,
      ActorRef<Reply> replyTo)
      implements Command, Message {}

  /** Delete a meeting and end it when it runs. */
  public record Delete(ConferenceId id, ActorRef<Reply> replyTo) implements Command, Message {}

  /** Read one meeting. */
  public record Find(ConferenceId id, ActorRef<Reply> replyTo) implements Command, Message {}

  /**
   * Read the meetings of the organizer, a page at a time: all of them would not fit into one
   * message between nodes.
   *
   * @param after the last meeting that was read; empty, or one that is gone meanwhile: from the
   *     first one on
   */
  public record All(Optional<ConferenceId> after, ActorRef<AllMeetings> replyTo)
      implements Command, Message {}

  /**
   * Somebody wants to join: the factory hands the request on to the focus together with the
   * meeting. So an id that was never scheduled never makes a focus.
   */
  public record RouteJoin(ConferenceId id, FocusProtocol.Joining joining)
      implements Command, Message {}

  /** Something else for the conference of that id: handed on to its focus, or refused. */
  public record Route(ConferenceId id, FocusProtocol.Routed command) implements Command, Message {}

  /** Purge what has expired long enough ago. */
  public record Sweep() implements Command, Message {}

  /** The organizer is disabled, enabled, removed or back: what is known of him is read again. */
  public record LookAgain() implements Command, Message {}

  /** The answer to what concerns one meeting. */
  public sealed interface Reply extends Message permits Done, NotDone {}

  /** It is stored; this is the meeting (as it was, when it was deleted). */
  public record Done(Meeting meeting) implements Reply {}

  /** Nothing has changed. */
  public record NotDone(Rejection rejection) implements Reply {}

  /**
   * Oldest first.
   *
   * @param more after which one to go on; empty = this was the last page
   */
  public record AllMeetings(List<Meeting> meetings, Optional<ConferenceId> more)
      implements Message {
    public AllMeetings {
      meetings = List.copyOf(meetings);
    }
  }
}
