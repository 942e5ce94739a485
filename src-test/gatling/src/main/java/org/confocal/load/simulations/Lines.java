package org.confocal.load.simulations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.load.message.SipMessage;

/**
 * The lines of a chat, {@code AUTHOR NUMBER TIME}: what was said, and in which order it is heard.
 */
final class Lines {
  /** Larger runs are counted on, but their order is not compared any more. */
  private static final int MOST_COMPARED = 1_000_000;

  private static final Pattern LINE = Pattern.compile("(\\S{1,80}) (\\d{1,8}) (\\d{13})");

  private final List<String> order = new ArrayList<>();
  private int said;
  private int writing;

  /** What one member has heard. */
  static final class Heard {
    private final Map<String, Integer> last = new ConcurrentHashMap<>();
    private int count;

    synchronized int count() {
      return count;
    }

    @Override
    public String toString() {
      return "what was heard";
    }
  }

  Lines(int authors) {
    this.writing = authors;
  }

  /** An author has been answered. */
  synchronized void said() {
    said++;
  }

  /** An author says nothing more. */
  synchronized void authorEnds() {
    writing--;
  }

  /** Whether somebody who has heard all has nothing to wait for. */
  synchronized boolean isOver(Heard heard) {
    return writing <= 0 && heard.count() >= said;
  }

  /** What a member misses at the end. */
  synchronized Optional<String> missing(Heard heard) {
    return heard.count() == said
        ? Optional.empty()
        : Optional.of("lines heard: " + heard.count() + " (expected: " + said + ")");
  }

  /** When a line was said, in Unix time in ms. */
  static OptionalLong saidAt(SipMessage message) {
    Matcher line = LINE.matcher(message.body().strip());
    return line.matches() ? OptionalLong.of(Long.parseLong(line.group(3))) : OptionalLong.empty();
  }

  /**
   * Takes in a line.
   *
   * @param whole whether this member hears all lines: then their order is that of the others
   * @return whether it follows the last one of its author, and what others have heard
   */
  boolean follows(Heard heard, String text, boolean whole) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      return false;
    }
    int number = Integer.parseInt(line.group(2));
    int place;
    boolean next;
    synchronized (heard) {
      place = heard.count++;
      Integer before = heard.last.put(line.group(1), number);
      next = before == null ? !whole || number == 1 : number == before + 1;
    }
    return next && (!whole || sameOrder(place, text.strip()));
  }

  private synchronized boolean sameOrder(int place, String line) {
    if (place >= MOST_COMPARED) {
      return true;
    }
    if (place == order.size()) {
      order.add(line);
      return true;
    }
    return place < order.size() && order.get(place).equals(line);
  }
}
