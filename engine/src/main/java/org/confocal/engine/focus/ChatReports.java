package org.confocal.engine.focus;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;

/**
 * Senders are told whom their lines did not reach: in the dialog that the MCU names, and when it is
 * not heard there, in each other one of the sender that can carry a MESSAGE. What reaches him
 * nowhere is counted.
 */
final class ChatReports {
  private static final int MOST_OPEN = 1024;

  /** A report that is on its way, and the legs by which it was sent so far. */
  private record Open(McuProtocol.Report report, Set<Integer> tried) {}

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;

  /** By the CSeq of the request that is on its way. */
  private final Map<Long, Open> open = new LinkedHashMap<>();

  ChatReports(
      FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
  }

  void report(Conference state, McuProtocol.Report r) {
    send(state, new Open(r, new TreeSet<>()));
  }

  /** A MESSAGE has ended; tells whether it was a report. */
  boolean ended(Conference state, EdgeProtocol.Result result) {
    Open one = open.remove(result.cseq());
    if (one == null) {
      return false;
    }
    if (result.outcome() != EdgeProtocol.Outcome.OK) {
      send(state, one);
    }
    return true;
  }

  private void send(Conference state, Open one) {
    Optional<Leg> leg = next(state, one);
    if (leg.isEmpty()) {
      untold(one.report());
      return;
    }
    int number = leg.get().number();
    long cseq = parts.mouth.nextCseq();
    ActorRef<EdgeProtocol.Result> results = parts.mouth.results();
    one.tried().add(number);
    open.put(cseq, one);
    if (open.size() > MOST_OPEN) {
      // nothing was heard of it for so long that its edge must be gone
      Iterator<Open> oldest = open.values().iterator();
      untold(oldest.next().report());
      oldest.remove();
    }
    McuProtocol.Report r = one.report();
    parts
        .mouth
        .edge(number)
        .tell(
            new EdgeProtocol.Report(
                parts.mouth.epoch(), leg.get().dialog(), cseq, r.line(), r.missed(), results));
  }

  /**
   * The leg that the MCU names comes first, then a dialog for chat, then a call, and the dialog
   * with the focus last.
   */
  private static Optional<Leg> next(Conference state, Open one) {
    McuProtocol.Report r = one.report();
    List<Leg> left =
        state.legsOf(r.sender()).stream().filter(l -> !one.tried().contains(l.number())).toList();
    return state
        .leg(r.leg())
        .filter(l -> !one.tried().contains(l.number()))
        .or(
            () ->
                left.stream()
                    .filter(Chats::takesLines)
                    .min(Comparator.comparing(l -> !Chats.hasChat(l))))
        .or(() -> left.stream().filter(l -> l.entry().kind() == LegKind.FOCUS).findFirst());
  }

  private void untold(McuProtocol.Report r) {
    env.meter().unreported(r.missed().size());
    context
        .getLog()
        .warn(
            "chat report without sender leg={} sender={} line={} missed={}",
            r.leg(),
            r.sender(),
            r.line(),
            r.missed());
  }
}
