package org.confocal.server.control;

import java.util.function.Function;
import org.confocal.engine.Rejection;

/** What an operator's command comes to. Failures of ours fail the stage instead. */
public sealed interface Answer<T> {
  /** It is done. */
  record Given<T>(T value) implements Answer<T> {}

  /** Nothing has changed; {@code text} is for the operator. */
  record Refused<T>(Rejection.Reason reason, String text) implements Answer<T> {}

  /** The value of either case. */
  default <R> R fold(Function<T, R> given, Function<Refused<T>, R> refused) {
    if (this instanceof Given<T> g) {
      return given.apply(g.value());
    }
    if (this instanceof Refused<T> r) {
      return refused.apply(r);
    }
    throw new AssertionError(this);
  }
}
