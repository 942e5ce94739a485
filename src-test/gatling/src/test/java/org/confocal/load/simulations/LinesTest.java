package org.confocal.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinesTest {
  private static final String TIME = " 1795000000000";

  private final Lines lines = new Lines(2);
  private final Lines.Heard mei = new Lines.Heard();
  private final Lines.Heard ben = new Lines.Heard();

  private boolean hears(Lines.Heard who, String line) {
    return lines.follows(who, line + TIME, true);
  }

  @Test
  void everybodyHearsTheSameOrder() {
    assertThat(hears(mei, "ada 1") && hears(mei, "dan 1") && hears(mei, "ada 2")).isTrue();
    assertThat(hears(ben, "ada 1")).isTrue();
    assertThat(hears(ben, "ada 2")).as("before dan 1").isFalse();
  }

  @Test
  void aMissingOrRepeatedLineIsSeen() {
    assertThat(hears(mei, "ada 2")).isFalse();
    assertThat(hears(ben, "ada 1")).isTrue();
    assertThat(hears(ben, "ada 1")).isFalse();
    Lines.Heard author = new Lines.Heard();
    assertThat(lines.follows(author, "dan 5" + TIME, false)).as("came later").isTrue();
    assertThat(lines.follows(author, "dan 5" + TIME, false)).isFalse();
  }

  @Test
  void aNoticeIsNoLine() {
    assertThat(hears(mei, "Somebody was not reached")).isFalse();
  }

  @Test
  void itIsOverWhenAllHaveWrittenAndAllIsHeard() {
    lines.said();
    lines.authorEnds();
    assertThat(lines.isOver(mei)).isFalse();
    lines.authorEnds();

    assertThat(lines.isOver(mei)).isFalse();
    assertThat(lines.missing(mei)).hasValue("lines heard: 0 (expected: 1)");
    assertThat(hears(mei, "ada 1")).isTrue();
    assertThat(lines.isOver(mei)).isTrue();
    assertThat(lines.missing(mei)).isEmpty();
  }
}
