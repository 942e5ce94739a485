package org.confocal.mcu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Sends every line to every leg that shall get it, in the one order: at most one is on its way per
 * leg, the others wait. What cannot arrive is told to the sender. Not an actor: the chat MCU uses
 * it, and it survives a restart of the MCU after a failure of the journal.
 */
final class Fanout {
  private static final int UNSUPPORTED_TYPE = 415;
  private static final int NO_ANSWER = 408;
  private static final int GONE = 480;
  private static final int OVERFLOW = 503;

  /** So many failures are told at once and not gathered any further. */
  private static final int MOST_GATHERED = 1000;

  /** Failures of one line that were not told yet. */
  private record Missed(int senderLeg, UserUri sender, List<Undelivered> who) {}

  private final ChatSettings settings;
  private final Consumer<McuProtocol.Event> focus;
  private final NavigableMap<Integer, ChatMember> members = new TreeMap<>();
  private final Map<UserUri, Integer> legsOf = new HashMap<>();
  private final Map<Long, LineFate> fatesBefore = new HashMap<>();
  private final Map<Long, Missed> missed = new LinkedHashMap<>();
  private int gathered;
  private long lineAtLastTick;

  Fanout(ChatSettings settings, Consumer<McuProtocol.Event> focus) {
    this.settings = settings;
    this.focus = focus;
  }

  int users() {
    return legsOf.size();
  }

  boolean has(UserUri user) {
    return legsOf.containsKey(user);
  }

  boolean has(int leg) {
    return members.containsKey(leg);
  }

  int newestLeg() {
    return members.isEmpty() ? 0 : members.lastKey();
  }

  /** A leg is in the chat, or takes other types than before. */
  void connect(int leg, UserUri user, AcceptedTypes types) {
    ChatMember known = members.get(leg);
    if (known == null) {
      members.put(leg, new ChatMember(leg, user, types));
      legsOf.merge(user, 1, Integer::sum);
    } else {
      known.types = types;
    }
  }

  /** A leg that has come late gets what was said before; what fails of it is told to nobody. */
  void tellHistory(int leg, List<ChatEvent.LineSaid> said) {
    ChatMember member = members.get(leg);
    if (member == null) {
      return;
    }
    List<ChatLine> forAll =
        said.stream()
            .map(ChatEvent.LineSaid::line)
            .filter(l -> l.to().isEmpty() || l.to().get().equals(member.user))
            .toList();
    int first = Math.max(0, forAll.size() - settings.history());
    for (ChatLine line : forAll.subList(first, forAll.size())) {
      fit(line, member.types).ifPresent(l -> offer(member, l, LineFate.untold()));
    }
  }

  /** A leg of an earlier life of the MCU: what it may have missed is sent, perhaps once more. */
  void resume(int leg, ChatLog before) {
    ChatMember member = members.get(leg);
    if (member == null) {
      return;
    }
    for (ChatEvent.LineSaid said : before.recent()) {
      ChatLine line = said.line();
      if (before.isOpen(line.number(), leg)
          && leg <= said.newestLeg()
          && isFor(member, line, said.leg())) {
        LineFate fate =
            fatesBefore.computeIfAbsent(line.number(), n -> new LineFate(said.leg(), this::missed));
        hand(member, line, fate);
      }
    }
  }

  /** The leg is gone; what it has not got it has missed. */
  void release(int leg) {
    ChatMember gone = members.remove(leg);
    if (gone == null) {
      return;
    }
    legsOf.computeIfPresent(gone.user, (user, legs) -> legs > 1 ? legs - 1 : null);
    for (ChatMember.Outgoing open : gone.drain()) {
      open.fate().missed(open.line(), gone.user, GONE);
    }
  }

  /** Tells whether anybody would get it. */
  boolean anybodyFor(UserUri to, int senderLeg) {
    return legsOf.containsKey(to)
        && members.values().stream().anyMatch(m -> m.user.equals(to) && m.leg != senderLeg);
  }

  private static boolean isFor(ChatMember member, ChatLine line, int senderLeg) {
    return line.to().isPresent()
        ? line.to().get().equals(member.user) && member.leg != senderLeg
        : !member.user.equals(line.sender());
  }

  /** Sends a line to everybody whom it is for. */
  void say(ChatLine line, int senderLeg) {
    LineFate fate = new LineFate(senderLeg, this::missed);
    List<ChatMember> recipients = recipients(line, senderLeg);
    if (legsOf.size() < members.size()) {
      Map<UserUri, Integer> legs = new HashMap<>();
      recipients.forEach(m -> legs.merge(m.user, 1, Integer::sum));
      legs.forEach(fate::expects);
    }
    List<Integer> whole = new ArrayList<>(recipients.size());
    List<Integer> reduced = new ArrayList<>();
    String type = line.content().mediaType();
    Optional<ChatLine> plain = reduced(line);
    for (ChatMember member : recipients) {
      if (member.waiting() >= settings.mostWaiting()) {
        fate.missed(line, member.user, OVERFLOW);
      } else if (member.types.takes(type)) {
        sendNow(member, new ChatMember.Outgoing(line, fate), whole);
      } else if (plain.isPresent() && member.types.takes(AcceptedTypes.TEXT)) {
        sendNow(member, new ChatMember.Outgoing(plain.get(), fate), reduced);
      } else {
        fate.missed(line, member.user, UNSUPPORTED_TYPE);
      }
    }
    deliver(line, whole);
    plain.ifPresent(p -> deliver(p, reduced));
  }

  /** Somebody is typing: whoever cannot be told now, or does not want it, is not told. */
  void typing(ChatLine line, int senderLeg) {
    List<Integer> now = new ArrayList<>();
    for (ChatMember member : recipients(line, senderLeg)) {
      if (member.types.takes(line.content().mediaType()) && member.takeTyping(line)) {
        now.add(member.leg);
      }
    }
    deliver(line, now);
  }

  private List<ChatMember> recipients(ChatLine line, int senderLeg) {
    return members.values().stream().filter(m -> isFor(m, line, senderLeg)).toList();
  }

  private static void sendNow(ChatMember member, ChatMember.Outgoing out, List<Integer> legs) {
    if (member.take(out)) {
      legs.add(member.leg);
    }
  }

  private void hand(ChatMember member, ChatLine line, LineFate fate) {
    Optional<ChatLine> fitting = fit(line, member.types);
    if (fitting.isPresent()) {
      offer(member, fitting.get(), fate);
    } else {
      fate.missed(line, member.user, UNSUPPORTED_TYPE);
    }
  }

  private void offer(ChatMember member, ChatLine line, LineFate fate) {
    if (member.take(new ChatMember.Outgoing(line, fate))) {
      deliver(line, List.of(member.leg));
    }
  }

  private void deliver(ChatLine line, List<Integer> legs) {
    if (!legs.isEmpty()) {
      focus.accept(new McuProtocol.Deliver(line, legs));
    }
  }

  /** The line as such a client can take it; empty when it cannot. */
  private static Optional<ChatLine> fit(ChatLine line, AcceptedTypes types) {
    if (types.takes(line.content().mediaType())) {
      return Optional.of(line);
    }
    return reduced(line).filter(l -> types.takes(AcceptedTypes.TEXT));
  }

  private static Optional<ChatLine> reduced(ChatLine line) {
    return PlainPart.of(line.content())
        .map(c -> new ChatLine(line.number(), line.at(), line.sender(), line.to(), c));
  }

  /** A delivery has ended; what is not on its way to that leg is ignored. */
  void delivered(McuProtocol.Delivered d) {
    ChatMember member = members.get(d.leg());
    if (member != null) {
      ended(member, d.line(), d.status());
    }
  }

  private void ended(ChatMember member, long line, int status) {
    ChatMember.Outgoing ended = member.ended(line);
    if (ended == null) {
      return;
    }
    if (status >= 200 && status < 300) {
      ended.fate().reached(member.user);
    } else {
      ended.fate().missed(ended.line(), member.user, status);
    }
    ChatMember.@Nullable Outgoing next = member.next();
    if (next != null) {
      deliver(next.line(), List.of(member.leg));
    }
  }

  /**
   * The clockwork has turned. Late deliveries are given up, failures are told, and then it can be
   * written down how far the lines have come that were there a turn ago: they are older than what
   * normally takes its time.
   *
   * @param log what is stored
   * @return what to store; empty when nothing has changed
   */
  Optional<ChatEvent.LinesReached> tick(long epoch, ChatLog log) {
    for (ChatMember member : members.values()) {
      if (member.late(settings.lateAfterTicks())) {
        ended(member, member.lineOut(), NO_ANSWER);
      }
    }
    tellMissed();
    long number = Math.max(lineAtLastTick, log.reached());
    lineAtLastTick = log.last();
    Map<Integer, List<Long>> open = open(number);
    return number > log.reached() || !open.equals(log.open())
        ? Optional.of(new ChatEvent.LinesReached(epoch, number, open))
        : Optional.empty();
  }

  private void missed(ChatLine line, int senderLeg, Undelivered who) {
    missed
        .computeIfAbsent(
            line.number(), n -> new Missed(senderLeg, line.sender(), new ArrayList<>()))
        .who()
        .add(who);
    if (++gathered >= MOST_GATHERED) {
      tellMissed();
    }
  }

  private void tellMissed() {
    missed.forEach(
        (line, m) -> focus.accept(new McuProtocol.Report(legToTell(m), m.sender(), line, m.who())));
    missed.clear();
    gathered = 0;
  }

  /** The leg that the line came by, or another one of the sender when that is not here. */
  private int legToTell(Missed m) {
    if (members.containsKey(m.senderLeg())) {
      return m.senderLeg();
    }
    return members.values().stream()
        .filter(member -> member.user.equals(m.sender()))
        .map(member -> member.leg)
        .findFirst()
        .orElse(m.senderLeg());
  }

  /** Nothing is on its way, nothing is to be told, nothing to be written down. */
  boolean quiet(ChatLog log) {
    return log.reached() == log.last()
        && missed.isEmpty()
        && members.values().stream().noneMatch(ChatMember::busy);
  }

  /** By leg: the lines up to {@code number} that have not come to an end there. */
  private Map<Integer, List<Long>> open(long number) {
    Map<Integer, List<Long>> open = new TreeMap<>();
    for (ChatMember member : members.values()) {
      List<Long> lines = member.open(number);
      if (!lines.isEmpty()) {
        open.put(member.leg, lines);
      }
    }
    return open;
  }
}
