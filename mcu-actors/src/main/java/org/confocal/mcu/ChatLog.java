package org.confocal.mcu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.confocal.engine.Stored;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.UserUri;

/**
 * The conversation of one life of a conference as the journal knows it. With a new life it begins
 * anew: lines are counted from 1 again.
 *
 * @param epoch of the focus that was last served
 * @param last number of the last line; 0 = nothing was said
 * @param reached up to this line everybody has got what he can get
 * @param open by leg: lines up to {@code reached} for which that is not so
 * @param recent the last lines and all that have not reached everybody, newest last
 * @param answered the requests that made the last lines, newest last
 * @param pagers legs of users without a chat session who have written by themselves
 */
public record ChatLog(
    long epoch,
    long last,
    long reached,
    Map<Integer, List<Long>> open,
    List<ChatEvent.LineSaid> recent,
    List<Answered> answered,
    Map<Integer, UserUri> pagers)
    implements Stored {
  /** How many lines are kept of those that everybody has got, and how many requests. */
  record Limits(int lines, int requests) {}

  /** A request and the line that it became. */
  public record Answered(RequestKey key, long line) {}

  /** The lower bits of an epoch count the starts of the focus, the upper ones its lives. */
  private static final int INCARNATION_BITS = 16;

  /** Nothing was ever said. */
  static final ChatLog EMPTY = new ChatLog(0, 0, 0, Map.of(), List.of(), List.of(), Map.of());

  public ChatLog {
    open = Collections.unmodifiableMap(new TreeMap<>(open));
    recent = List.copyOf(recent);
    answered = List.copyOf(answered);
    pagers = Collections.unmodifiableMap(new TreeMap<>(pagers));
  }

  /** What of it counts for a focus of that epoch: nothing of an earlier life. */
  ChatLog in(long focusEpoch) {
    return epoch >>> INCARNATION_BITS == focusEpoch >>> INCARNATION_BITS ? this : EMPTY;
  }

  boolean isEmpty() {
    return last == 0 && pagers.isEmpty();
  }

  /** The line that this request became, if it is known. */
  OptionalLong lineOf(RequestKey key) {
    for (int i = answered.size() - 1; i >= 0; i--) {
      if (answered.get(i).key().equals(key)) {
        return OptionalLong.of(answered.get(i).line());
      }
    }
    return OptionalLong.empty();
  }

  /** Nobody has written down that the line has come to an end for that leg. */
  boolean isOpen(long line, int leg) {
    return line > reached || open.getOrDefault(leg, List.of()).contains(line);
  }

  ChatLog apply(ChatEvent event, Limits limits) {
    ChatLog now = in(event.epoch());
    if (event instanceof ChatEvent.LineSaid said) {
      return new ChatLog(
          said.epoch(),
          said.line().number(),
          now.reached,
          now.open,
          tail(now.recent, said, Integer.MAX_VALUE),
          tail(now.answered, new Answered(said.key(), said.line().number()), limits.requests()),
          now.pagers);
    } else if (event instanceof ChatEvent.LinesReached r) {
      return now.reached(r, limits);
    } else if (event instanceof ChatEvent.PagerCame p) {
      Map<Integer, UserUri> more = new TreeMap<>(now.pagers);
      more.put(p.leg(), p.user());
      return now.with(p.epoch(), more);
    } else if (event instanceof ChatEvent.PagerWent p) {
      Map<Integer, UserUri> fewer = new TreeMap<>(now.pagers);
      fewer.remove(p.leg());
      return now.with(p.epoch(), fewer);
    } else if (event instanceof ChatEvent.ChatEnded) {
      return EMPTY;
    }
    throw new AssertionError(event);
  }

  /** Only now lines are forgotten: those that nobody needs any more. */
  private ChatLog reached(ChatEvent.LinesReached r, Limits limits) {
    Set<Long> needed = new HashSet<>();
    r.open().values().forEach(needed::addAll);
    List<ChatEvent.LineSaid> kept =
        recent.stream()
            .filter(
                said -> {
                  long number = said.line().number();
                  return number > last - limits.lines()
                      || number > r.number()
                      || needed.contains(number);
                })
            .toList();
    return new ChatLog(r.epoch(), last, r.number(), r.open(), kept, answered, pagers);
  }

  private ChatLog with(long newEpoch, Map<Integer, UserUri> newPagers) {
    return new ChatLog(newEpoch, last, reached, open, recent, answered, newPagers);
  }

  private static <T> List<T> tail(List<T> all, T next, int most) {
    List<T> longer = new ArrayList<>(all.size() + 1);
    longer.addAll(all.size() < most ? all : all.subList(all.size() - most + 1, all.size()));
    longer.add(next);
    return longer;
  }
}
