package org.confocal.mcu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.id.UserUri;
import org.jspecify.annotations.Nullable;

/**
 * One leg in the chat: the line that is on its way to it, those that wait, and who is typing. Used
 * by its {@link Fanout} only.
 */
final class ChatMember {
  /** A line for this leg, as it can take it. */
  record Outgoing(ChatLine line, LineFate fate) {}

  /** More than so many people typing at once is no news. */
  private static final int MOST_TYPING = 16;

  final int leg;
  final UserUri user;
  AcceptedTypes types;
  private final Deque<Outgoing> waiting = new ArrayDeque<>();
  private final Map<UserUri, ChatLine> typing = new LinkedHashMap<>();
  private @Nullable Outgoing out;
  private int ticks;

  ChatMember(int leg, UserUri user, AcceptedTypes types) {
    this.leg = leg;
    this.user = user;
    this.types = types;
  }

  boolean busy() {
    return out != null;
  }

  int waiting() {
    return waiting.size();
  }

  /** Takes a line: true when it may be sent at once, false when it waits. */
  boolean take(Outgoing next) {
    typing.remove(next.line().sender());
    if (out != null) {
      waiting.add(next);
      return false;
    }
    send(next);
    return true;
  }

  /** Somebody is typing: true when it may be told at once, false when only his newest waits. */
  boolean takeTyping(ChatLine line) {
    if (out == null) {
      send(new Outgoing(line, LineFate.untold()));
      return true;
    }
    if (typing.size() < MOST_TYPING || typing.containsKey(line.sender())) {
      typing.put(line.sender(), line);
    }
    return false;
  }

  private void send(Outgoing next) {
    out = next;
    ticks = 0;
  }

  /** Ends what is on its way when it is this line. */
  @Nullable Outgoing ended(long line) {
    Outgoing ended = out;
    if (ended == null || ended.line().number() != line) {
      return null;
    }
    out = null;
    return ended;
  }

  /** What may be sent now that nothing is on its way. */
  @Nullable Outgoing next() {
    Outgoing next = waiting.poll();
    Iterator<ChatLine> typists = typing.values().iterator();
    if (next == null && typists.hasNext()) {
      next = new Outgoing(typists.next(), LineFate.untold());
      typists.remove();
    }
    if (next != null) {
      send(next);
    }
    return next;
  }

  /** The clockwork has turned; true when what is on its way is late. */
  boolean late(int afterTicks) {
    return out != null && ++ticks >= afterTicks;
  }

  /** The number of the line that is on its way. */
  long lineOut() {
    return out == null ? 0 : out.line().number();
  }

  /** The lines up to {@code number} that have not come to an end here. */
  List<Long> open(long number) {
    List<Long> open = new ArrayList<>();
    if (out != null && out.line().number() > 0 && out.line().number() <= number) {
      open.add(out.line().number());
    }
    for (Outgoing later : waiting) {
      if (later.line().number() > number) {
        break;
      }
      open.add(later.line().number());
    }
    return open;
  }

  /** Everything that has not arrived, oldest first; nothing is sent any more. */
  List<Outgoing> drain() {
    List<Outgoing> all = new ArrayList<>();
    if (out != null) {
      all.add(out);
    }
    all.addAll(waiting);
    out = null;
    waiting.clear();
    typing.clear();
    return all;
  }
}
