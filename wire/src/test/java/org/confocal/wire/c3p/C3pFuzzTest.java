package org.confocal.wire.c3p;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.confocal.wire.Golden;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class C3pFuzzTest {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 2007);
  private static final int ROUNDS = 8_000;

  @Test
  void aDamagedRequestParsesOrIsRefusedWithTheTypedError() {
    List<String> seeds =
        C3pRequestTest.FILES.stream().map(f -> Golden.text("c3p/" + f + ".request.xml")).toList();
    Random random = new Random(SEED);
    int parsed = 0;

    for (int i = 0; i < ROUNDS; i++) {
      byte[] body = Golden.damaged(seeds.get(random.nextInt(seeds.size())), random);
      try {
        C3pRequest request = C3pRequest.read(body);
        assertThat(C3pRequest.read(request.write().getBytes(StandardCharsets.UTF_8)))
            .as("seed %s round %s", SEED, i)
            .isEqualTo(request);
        parsed++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + SEED + " round " + i + ": " + new String(body, StandardCharsets.UTF_8), e);
      }
    }

    System.out.println("seed " + SEED + ": " + parsed + " of " + ROUNDS + " requests still parse");
    assertThat(parsed).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  @Test
  void aDamagedResponseParsesOrIsRefusedWithTheTypedError() {
    List<String> seeds =
        C3pResponseTest.FILES.stream().map(f -> Golden.text("c3p/" + f + ".response.xml")).toList();
    Random random = new Random(SEED);
    int parsed = 0;

    for (int i = 0; i < ROUNDS; i++) {
      byte[] body = Golden.damaged(seeds.get(random.nextInt(seeds.size())), random);
      try {
        C3pResponse response = C3pResponse.read(body);
        assertThat(C3pResponse.read(response.write().getBytes(StandardCharsets.UTF_8)))
            .as("seed %s round %s", SEED, i)
            .isEqualTo(response);
        parsed++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + SEED + " round " + i + ": " + new String(body, StandardCharsets.UTF_8), e);
      }
    }

    System.out.println("seed " + SEED + ": " + parsed + " of " + ROUNDS + " responses still parse");
    assertThat(parsed).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }
}
