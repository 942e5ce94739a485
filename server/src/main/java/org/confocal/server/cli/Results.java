package org.confocal.server.cli;

import org.confocal.server.control.Answer;

/** From answers to what the command does. */
final class Results {
  private Results() {}

  /** The value, or the end of the command with the refusal's own words. */
  static <T> T given(Answer<T> answer) {
    return answer.fold(
        value -> value,
        no -> {
          throw new Refusal(no.text());
        });
  }
}
