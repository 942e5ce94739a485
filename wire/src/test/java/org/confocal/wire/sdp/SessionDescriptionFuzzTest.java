package org.confocal.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class SessionDescriptionFuzzTest {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 4566);
  private static final int ROUNDS = 5_000;
  private static final String ODD = "\r\n=:/ \t\0[]09az-é\uFFFF";

  @Test
  void damagedTextParsesOrIsRefusedWithTheTypedError() {
    Random random = new Random(SEED);
    List<String> seeds =
        List.of(
            SessionDescriptionTest.golden("baresip-1.0.0.offer.sdp"),
            SessionDescriptionTest.golden("linphonec-5.1.65.offer.sdp"),
            SessionDescriptionTest.golden("browser-like.offer.sdp"));
    int parsed = 0;

    for (int i = 0; i < ROUNDS; i++) {
      String text = damage(seeds.get(random.nextInt(seeds.size())), random);
      try {
        SessionDescription s = SessionDescription.parse(text);
        use(s);
        assertThat(SessionDescription.parse(s.write()))
            .as("seed %s round %s", SEED, i)
            .isEqualTo(s);
        parsed++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + " round " + i + ": " + text, e);
      }
    }

    System.out.println(
        "seed " + SEED + ": " + parsed + " of " + ROUNDS + " damaged texts still parse");
    assertThat(parsed).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  private static void use(SessionDescription s) throws WireFormatException {
    for (Media m : s.media()) {
      s.directionOf(m);
      s.isHeld(m);
      m.codecs().forEach(c -> m.fmtp(c.payloadType()));
      m.ptimeMs();
      m.refused();
    }
  }

  private static String damage(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = 1 + random.nextInt(4); n > 0 && out.length() > 2; n--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(4)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, ODD.charAt(random.nextInt(ODD.length())));
        case 2 -> out.setCharAt(at, ODD.charAt(random.nextInt(ODD.length())));
        default -> out.delete(at, Math.min(out.length(), at + random.nextInt(30)));
      }
    }
    return out.toString();
  }
}
