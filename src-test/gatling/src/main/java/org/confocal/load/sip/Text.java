package org.confocal.load.sip;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.internal.Expressions;
import java.util.function.Function;

/** Text of a simulation that may depend on the session: plain, with EL, or by a function. */
final class Text {
  private final Function<Session, String> value;

  private Text(Function<Session, String> value) {
    this.value = value;
  }

  /** Text with Gatling's expressions, such as {@code #{user}}. */
  static Text el(String text) {
    if (text.indexOf("#{") < 0 && text.indexOf("#[") < 0) {
      return new Text(session -> text);
    }
    scala.Function1<Session, Validation<String>> expression = Expressions.toStringExpression(text);
    return new Text(session -> valueOf(expression.apply(session)));
  }

  static Text of(Function<io.gatling.javaapi.core.Session, String> function) {
    return new Text(session -> function.apply(new io.gatling.javaapi.core.Session(session)));
  }

  private static String valueOf(Validation<String> outcome) {
    if (outcome instanceof Success<String> success) {
      return success.value();
    }
    Object failure = outcome;
    throw new TextMissing(failure instanceof Failure f ? f.message() : String.valueOf(failure));
  }

  /**
   * What it says in this session.
   *
   * @throws TextMissing if the session has not what it names
   */
  String in(Session session) {
    return value.apply(session);
  }

  /** An expression names what the session has not. */
  static final class TextMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    TextMissing(String message) {
      super(message);
    }
  }
}
