package org.confocal.engine.edge;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Message;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;

/**
 * What edges say to each other about users whose connections another one of them has. Who is asked
 * looks up nothing and passes nothing on to a third one, so that nothing can go in circles.
 */
public final class PassingProtocol {
  private PassingProtocol() {}

  /** What an edge may say to another. */
  public sealed interface Command extends EdgeProtocol.EdgeInternal, Message
      permits CallHere, GiveUpCall, Admit {}

  /**
   * The way to one place of a user, as he has registered it.
   *
   * @param flow where his registration came from
   * @param flowOnly over this connection, or not at all
   */
  public record Way(String contact, PeerAddress flow, boolean flowOnly) {}

  /**
   * Carry out the call of a focus on a way of yours.
   *
   * @param progress is told how it goes, in place of whoever the call names; when it has ended the
   *     call is given up as if the focus had ended
   * @param replyTo is told at once that the call was taken over
   */
  public record CallHere(
      EdgeProtocol.Call call,
      Way way,
      ActorRef<EdgeProtocol.CallProgress> progress,
      ActorRef<CallTaken> replyTo)
      implements Command {}

  /** The edge will call, or calls already. */
  public record CallTaken(LegTag tag) implements Message {}

  /** Give up a {@link CallHere} that has not been answered. */
  public record GiveUpCall(LegTag tag) implements Command {}

  /**
   * Let a request pass to a user who is connected to you: it comes by SIP, with the Route that you
   * give.
   *
   * @param call what tells the call apart from all others: the Route is good for it only
   * @param transports which the asking edge can send by, lower case
   */
  public record Admit(Way way, String call, List<String> transports, ActorRef<Admission> replyTo)
      implements Command {
    public Admit {
      transports = List.copyOf(transports);
    }
  }

  /** The answer to {@link Admit}. */
  public sealed interface Admission extends Message permits Admitted, NotAdmitted {}

  /**
   * The request may come.
   *
   * @param route a SIP URI at the address of the edge: goes into the Route header as it is
   */
  public record Admitted(String route) implements Admission {}

  /** There is no such way any more. */
  public record NotAdmitted(String text) implements Admission {}
}
