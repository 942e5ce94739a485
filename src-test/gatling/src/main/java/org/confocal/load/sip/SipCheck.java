package org.confocal.load.sip;

import io.gatling.javaapi.core.Session;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An expectation of a message. Made by {@link SipDsl#status()} and its siblings. */
public final class SipCheck {
  private static final int SHOWN = 100;

  private final String name;
  private final Function<Inspected, Optional<String>> value;
  private final Function<Session, String> expected;
  private final Condition condition;
  private final @Nullable String key;

  /** Whether a value is as it should be. */
  private interface Condition {
    boolean holds(String value, String expected, Session session);
  }

  /**
   * How a check ended.
   *
   * @param session with what was saved
   * @param failure the value and the expectation; empty if all is well
   */
  record Verdict(Session session, Optional<String> failure) {}

  private SipCheck(
      String name,
      Function<Inspected, Optional<String>> value,
      Function<Session, String> expected,
      Condition condition,
      @Nullable String key) {
    this.name = name;
    this.value = value;
    this.expected = expected;
    this.condition = condition;
    this.key = key;
  }

  static SipCheck comparing(
      String name,
      Function<Inspected, Optional<String>> value,
      Function<Session, String> expected,
      BiPredicate<String, String> condition) {
    return new SipCheck(name, value, expected, (v, e, s) -> condition.test(v, e), null);
  }

  static SipCheck asking(
      String name,
      Function<Inspected, Optional<String>> value,
      Function<Session, String> expected,
      BiPredicate<String, Session> condition) {
    return new SipCheck(name, value, expected, (v, e, s) -> condition.test(v, s), null);
  }

  /** When all is well the value goes into the session under this key. */
  public SipCheck saveAs(String newKey) {
    return new SipCheck(name, value, expected, condition, newKey);
  }

  boolean isOfStatus() {
    return name.equals(SipDsl.STATUS);
  }

  Verdict judge(Inspected message, Session session) {
    String wanted;
    Optional<String> found;
    try {
      wanted = expected.apply(session);
      found = value.apply(message);
    } catch (IllegalArgumentException | Text.TextMissing cannotTell) {
      return new Verdict(session, Optional.of(name + ": " + cannotTell.getMessage()));
    }
    if (found.isEmpty() || !condition.holds(found.get(), wanted, session)) {
      String got = found.map(SipCheck::cut).orElse("nothing");
      if (isOfStatus()) {
        got = message.message().summary();
      }
      return new Verdict(session, Optional.of(name + ": " + got + " (expected: " + wanted + ")"));
    }
    return new Verdict(key == null ? session : session.set(key, found.get()), Optional.empty());
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
