package org.confocal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Documents of a kind, damaged at random: each parses or is refused with the typed error. */
public final class Damage {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 2007);

  private Damage() {}

  /** A parser that a document is given to. */
  @FunctionalInterface
  public interface Parser<T> {
    T read(byte[] body) throws WireFormatException;
  }

  /** Writes what was read; nothing that could be read may fail to be written. */
  @FunctionalInterface
  public interface Writer<T> {
    String write(T value);
  }

  /**
   * Reads {@code rounds} damaged documents. What can be read is the same after writing and reading;
   * some can be read and some cannot, or the damage is of no use.
   */
  public static <T> void isSurvived(
      List<String> documents, int rounds, Parser<T> parser, Writer<T> writer) {
    Random random = new Random(SEED);
    int parsed = 0;
    for (int i = 0; i < rounds; i++) {
      byte[] body = Golden.damaged(documents.get(random.nextInt(documents.size())), random);
      String round =
          "seed " + SEED + " round " + i + ": " + new String(body, StandardCharsets.UTF_8);
      try {
        T value = parser.read(body);
        byte[] again = writer.write(value).getBytes(StandardCharsets.UTF_8);
        assertThat(parser.read(again)).as(round).isEqualTo(value);
        parsed++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError(round, e);
      }
    }
    System.out.println("seed " + SEED + ": " + parsed + " of " + rounds + " documents still parse");
    assertThat(parsed).isBetween(rounds / 20, rounds - rounds / 20);
  }
}
