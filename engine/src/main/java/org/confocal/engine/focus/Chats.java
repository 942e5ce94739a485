package org.confocal.engine.focus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;

/**
 * The way of what is said: from a participant to the chat MCU, and from there to all dialogs. The
 * MCU speaks of legs; which dialog, which edge and which CSeq that means is known here.
 *
 * <p>A phone without a chat stream that writes a line by itself is a <em>pager</em> participant:
 * the MCU is told of his call's leg by a {@link McuProtocol.Connect} without streams, and from then
 * on he gets the lines of others by MESSAGE in the dialog of his call.
 */
final class Chats {
  /** The status for a line that could not be sent: our side is to blame, not the peer. */
  private static final int NOT_SENT = 503;

  private static final int NO_DIALOG = 481;
  private static final int REMEMBERED_ANSWERS = 1024;

  /** Who speaks, by which leg, and by which leg he can be reached. */
  private record Speaker(int leg, UserUri user, Optional<Leg> pager) {}

  /** The one MESSAGE that is on its way to a leg. */
  private record Sent(long cseq, long line) {}

  /** Somebody whose line the MCU has and has not answered. */
  private record Waiting(
      Speaker speaker, McuProtocol.Say say, ActorRef<FocusProtocol.SayReply> replyTo) {}

  private final FocusParts parts;
  private final Focus.Environment env;
  private final Map<RequestKey, Waiting> waiting = new LinkedHashMap<>();
  private final Map<RequestKey, FocusProtocol.SayReply> answers = new LinkedHashMap<>();
  private final Map<Integer, Sent> sent = new HashMap<>();
  private final Set<Integer> doubtful = new TreeSet<>();
  private final ChatReports reports;

  Chats(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.env = env;
    this.reports = new ChatReports(parts, context, env);
  }

  /** Somebody says something. Whether it may be said at all, the MCU decides. */
  Step says(Conference state, FocusProtocol.Say s) {
    if (repeated(s)) {
      return Step.NONE;
    }
    Optional<Speaker> speaker = speaker(state, s);
    if (speaker.isEmpty()) {
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    if (s.to().isPresent() && !state.isIn(s.to().get())) {
      answer(s, Rejection.Reason.UNKNOWN_USER, s.to().get() + " is not in the conference");
      return Step.NONE;
    }
    if (state.meeting().filter(m -> m.terms().allows(McuType.CHAT)).isEmpty()) {
      answer(s, Rejection.Reason.UNKNOWN_MCU, "The conference has no chat");
      return Step.NONE;
    }
    McuProtocol.Say say =
        new McuProtocol.Say(
            s.key(),
            speaker.get().leg(),
            speaker.get().user(),
            s.to(),
            s.content(),
            env.clock().instant());
    remember(
        waiting,
        s.key(),
        new Waiting(speaker.get(), say, s.replyTo()),
        env.settings().maxPending());
    pass(speaker.get(), say);
    return Step.NONE;
  }

  /** The MCU knows every key that it has heard, so that it may be asked again. */
  private boolean repeated(FocusProtocol.Say s) {
    FocusProtocol.SayReply known = answers.get(s.key());
    if (known != null) {
      s.replyTo().tell(known);
      return true;
    }
    Waiting before = waiting.remove(s.key());
    if (before == null) {
      return false;
    }
    waiting.put(s.key(), new Waiting(before.speaker(), before.say(), s.replyTo()));
    pass(before.speaker(), before.say());
    return true;
  }

  private void pass(Speaker speaker, McuProtocol.Say say) {
    speaker
        .pager()
        .ifPresent(
            leg ->
                parts.mouth.toMcu(
                    McuType.CHAT,
                    new McuProtocol.Connect(
                        leg.number(),
                        leg.participant(),
                        new SessionOffer(List.of()),
                        new SessionAnswer(List.of()))));
    parts.mouth.toMcu(McuType.CHAT, say);
  }

  private Optional<Speaker> speaker(Conference state, FocusProtocol.Say s) {
    return s.tag().isPresent() ? inDialog(state, s) : outOfDialog(state, s);
  }

  private Optional<Speaker> inDialog(Conference state, FocusProtocol.Say s) {
    Optional<Leg> leg = s.tag().flatMap(tag -> state.leg(tag, s.key()));
    Optional<Rejection> no = parts.dialogs.refusal(leg, s.key(), s.tag().orElseThrow());
    if (no.isPresent() || leg.isEmpty()) {
      no.ifPresent(s::refuse);
      return Optional.empty();
    }
    if (leg.get().waits()) {
      answer(s, Rejection.Reason.NOT_AUTHORIZED, "You wait in the lobby");
      return Optional.empty();
    }
    boolean chat = hasChat(leg.get());
    if (!chat && leg.get().entry().kind() != LegKind.PLAIN) {
      answer(s, Rejection.Reason.NOT_SUPPORTED, "This dialog carries no chat");
      return Optional.empty();
    }
    return Optional.of(
        new Speaker(leg.get().number(), leg.get().participant(), chat ? Optional.empty() : leg));
  }

  private Optional<Speaker> outOfDialog(Conference state, FocusProtocol.Say s) {
    Optional<Leg> leg =
        s.caller().user().isPresent()
            ? s.caller().user().flatMap(user -> best(inside(state, user)))
            : state.inside().stream().filter(l -> isFrom(l, s)).findFirst();
    if (leg.isPresent()) {
      List<Leg> all = inside(state, leg.get().participant());
      Optional<Leg> pager =
          all.stream().anyMatch(Chats::hasChat)
              ? Optional.empty()
              : leg.filter(l -> l.entry().kind() == LegKind.PLAIN);
      return Optional.of(new Speaker(0, leg.get().participant(), pager));
    }
    if (s.caller().user().isPresent()) {
      answer(
          s, Rejection.Reason.NOT_INVITED, s.caller().user().get() + " is not in the conference");
    } else {
      s.refuse(
          Rejection.of(Rejection.Reason.AUTHENTICATION_REQUIRED, "Prove who you are, or call in"));
    }
    return Optional.empty();
  }

  private static List<Leg> inside(Conference state, UserUri user) {
    return state.legsOf(user).stream().filter(leg -> !leg.waits()).toList();
  }

  /** A call in which he can be answered comes before a dialog in which he cannot. */
  private static Optional<Leg> best(List<Leg> legs) {
    return legs.stream()
        .filter(l -> l.entry().kind() == LegKind.PLAIN)
        .findFirst()
        .or(() -> legs.stream().findFirst());
  }

  /** Whoever calls from the same address under the same name is the same phone. */
  private static boolean isFrom(Leg leg, FocusProtocol.Say s) {
    return leg.source().equals(s.caller().source().orElse(s.peer()))
        && address(leg.dialog().remoteUri()).equals(address(s.from()));
  }

  /** The URI of a From or To without name and parameters, in lower case. */
  private static String address(String from) {
    int open = from.lastIndexOf('<');
    int close = from.indexOf('>', open + 1);
    String uri = open >= 0 && close > open ? from.substring(open + 1, close) : from;
    int parameters = uri.indexOf(';');
    return (parameters < 0 ? uri : uri.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /** Both sides have described chat: what we have only offered carries nothing yet. */
  static boolean hasChat(Leg leg) {
    return leg.media().contains(McuType.CHAT)
        && leg.remote().stream()
            .flatMap(r -> r.streams().stream())
            .anyMatch(s -> s.type().equals(McuType.CHAT.media()) && s.port() != 0);
  }

  /** A refusal that an overtaken repetition shall get as well. */
  private void answer(FocusProtocol.Say s, Rejection.Reason reason, String text) {
    FocusProtocol.SayReply no = new FocusProtocol.NotSaid(s.key(), Rejection.of(reason, text));
    remember(answers, s.key(), no, REMEMBERED_ANSWERS);
    s.replyTo().tell(no);
  }

  /**
   * A line stands. With the first that came outside of a chat session chat comes into use, and
   * everybody is offered it. What is transient, as a notice that somebody is typing, has no number
   * and brings nothing.
   */
  Step said(Conference state, McuProtocol.Said said) {
    FocusProtocol.Said yes = new FocusProtocol.Said(said.key(), said.line());
    return answered(said.line() > 0 ? firstUse(state) : Step.NONE, said.key(), yes);
  }

  /**
   * A line is refused. A phone whose first line it was has not come into the chat by it. A private
   * one to a participant who has no chat yet brings chat into use: he is offered it, so that the
   * next line can reach him.
   */
  Step notSaid(Conference state, McuProtocol.NotSaid no) {
    Optional<Waiting> asker = Optional.ofNullable(waiting.get(no.key()));
    Step first =
        asker.filter(w -> lacksChat(state, w, no)).isPresent() ? firstUse(state) : Step.NONE;
    if (first.events().isEmpty() && !state.room().introduced().contains(McuType.CHAT)) {
      asker
          .flatMap(w -> w.speaker().pager())
          .filter(leg -> !speaksAgain(leg, no.key()))
          .ifPresent(leg -> parts.mouth.toMcu(McuType.CHAT, new McuProtocol.Release(leg.number())));
    }
    return answered(first, no.key(), new FocusProtocol.NotSaid(no.key(), no.rejection()));
  }

  private static boolean lacksChat(Conference state, Waiting asker, McuProtocol.NotSaid no) {
    return no.rejection().reason() == Rejection.Reason.UNKNOWN_USER
        && asker.say().to().filter(state::isIn).isPresent();
  }

  /** Another line by the same pager is with the MCU, and may stand. */
  private boolean speaksAgain(Leg pager, RequestKey but) {
    return waiting.entrySet().stream()
        .filter(e -> !e.getKey().equals(but))
        .flatMap(e -> e.getValue().speaker().pager().stream())
        .anyMatch(leg -> leg.number() == pager.number());
  }

  private Step firstUse(Conference state) {
    return state.active()
        ? parts.introductions.firstUse(state, Set.of(McuType.CHAT), env.clock().instant())
        : Step.NONE;
  }

  /** Whoever waits is answered when what follows is stored. */
  private Step answered(Step first, RequestKey key, FocusProtocol.SayReply reply) {
    if (first.events().isEmpty()) {
      answered(key, reply);
      return Step.NONE;
    }
    return first.andThen(next -> answered(key, reply));
  }

  private void answered(RequestKey key, FocusProtocol.SayReply reply) {
    remember(answers, key, reply, REMEMBERED_ANSWERS);
    Waiting asker = waiting.remove(key);
    if (asker != null) {
      asker.replyTo().tell(reply);
    }
  }

  /** Keeps the newest: an edge whose line was pushed out asks again. */
  private static <V> void remember(Map<RequestKey, V> all, RequestKey key, V value, int most) {
    all.put(key, value);
    if (all.size() > most) {
      Iterator<RequestKey> oldest = all.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** A line goes to these legs, in one message for each edge. */
  void deliver(Conference state, McuProtocol.Deliver d) {
    if (!state.active()) {
      return;
    }
    if (sent.size() > state.legs().size()) {
      sent.keySet().retainAll(state.legs().keySet());
    }
    Map<ActorRef<EdgeProtocol.Command>, List<EdgeProtocol.Addressee>> byEdge =
        new LinkedHashMap<>();
    int reached = 0;
    for (int number : d.legs()) {
      Optional<Leg> leg = state.leg(number).filter(Chats::takesLines);
      if (leg.isEmpty()) {
        tellDelivered(number, d.line().number(), NO_DIALOG);
        continue;
      }
      long cseq = parts.mouth.nextCseq();
      sent.put(number, new Sent(cseq, d.line().number()));
      byEdge
          .computeIfAbsent(parts.mouth.edge(number), e -> new ArrayList<>())
          .add(new EdgeProtocol.Addressee(leg.get().dialog(), cseq));
      reached++;
    }
    byEdge.forEach(
        (edge, to) ->
            edge.tell(
                new EdgeProtocol.Deliver(
                    parts.mouth.epoch(), d.line(), to, parts.mouth.results())));
    if (d.line().number() > 0) {
      env.meter().said(reached);
    }
  }

  /** A phone takes a MESSAGE in its call also without a chat stream. */
  static boolean takesLines(Leg leg) {
    return hasChat(leg) || leg.entry().kind() == LegKind.PLAIN;
  }

  /**
   * A MESSAGE has ended. One that nobody answered does not end the leg: a phone that knows no
   * MESSAGE may be talking, and its packets tell whether it is there. A leg without audio is asked.
   */
  void delivered(Conference state, EdgeProtocol.Result result) {
    if (reports.ended(state, result)) {
      return;
    }
    Sent one = sent.get(result.leg());
    if (one == null || one.cseq() != result.cseq() || !state.active()) {
      return;
    }
    sent.remove(result.leg());
    tellDelivered(result.leg(), one.line(), result.status() == 0 ? NOT_SENT : result.status());
    if (result.outcome() == EdgeProtocol.Outcome.GONE && heardByMessagesOnly(state, result.leg())) {
      doubtful.retainAll(state.legs().keySet());
      doubtful.add(result.leg());
      parts.mouth.toParticipant(
          state, result.leg(), new ParticipantProtocol.LegSilent(result.leg()));
    } else if (result.outcome() == EdgeProtocol.Outcome.OK && doubtful.remove(result.leg())) {
      parts.mouth.toParticipant(
          state, result.leg(), new ParticipantProtocol.LegHeard(result.leg()));
    }
  }

  private static boolean heardByMessagesOnly(Conference state, int leg) {
    return state.leg(leg).filter(l -> !l.media().contains(McuType.AUDIO_VIDEO)).isPresent();
  }

  private void tellDelivered(int leg, long line, int status) {
    parts.mouth.toMcu(McuType.CHAT, new McuProtocol.Delivered(leg, line, status));
  }

  /** The sender is told whom his line did not reach. */
  void report(Conference state, McuProtocol.Report r) {
    reports.report(state, r);
  }
}
