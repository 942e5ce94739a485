package org.confocal.load.sip;

import io.gatling.javaapi.core.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a check looks at: the beginning of a {@link SipCheck}. */
public final class SipFind {
  private final String name;
  private final Function<Inspected, Optional<String>> value;

  SipFind(String name, Function<Inspected, Optional<String>> value) {
    this.name = name;
    this.value = value;
  }

  /** It has this value; EL may stand in it. */
  public SipCheck is(String expected) {
    return equalTo(Text.el(expected));
  }

  /** It has this number as its value. */
  public SipCheck is(long expected) {
    return is(Long.toString(expected));
  }

  /** It has the value that the session tells. */
  public SipCheck is(Function<Session, String> expected) {
    return equalTo(Text.of(expected));
  }

  private SipCheck equalTo(Text expected) {
    return SipCheck.comparing(
        name, value, session -> expected.in(session.asScala()), (v, e) -> v.equals(e));
  }

  /** It is one of these numbers. */
  public SipCheck in(int... expected) {
    List<String> all = IntStream.of(expected).mapToObj(Integer::toString).toList();
    return SipCheck.comparing(
        name, value, s -> "one of " + Arrays.toString(expected), (v, e) -> all.contains(v));
  }

  /** It is there. */
  public SipCheck exists() {
    return SipCheck.comparing(name, value, s -> "something", (v, e) -> true);
  }

  /** It is not there. */
  public SipCheck notExists() {
    return SipCheck.comparing(
        name, i -> Optional.of(value.apply(i).orElse("nothing")), s -> "nothing", String::equals);
  }

  /** All of it matches the regular expression. */
  public SipCheck matches(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    return SipCheck.comparing(
        name, value, s -> "/" + regex + "/", (v, e) -> pattern.matcher(v).matches());
  }

  /**
   * It satisfies a condition.
   *
   * @param expected what is told when it does not
   */
  public SipCheck satisfies(
      Function<Session, String> expected, BiPredicate<String, Session> condition) {
    return SipCheck.asking(name, value, expected, condition);
  }

  /** It is there, and goes into the session under this key. */
  public SipCheck saveAs(String key) {
    return exists().saveAs(key);
  }
}
