package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.confocal.sip.message.Body;
import org.junit.jupiter.api.Test;

class C3pBodyTest {
  private static final String MULTIPART =
      """
      a preamble
      --frontier
      Content-Type: application/sdp

      v=0
      --frontier
      Content-Disposition: session
      content-type: application/cccp+xml; charset=utf-8

      <request name="Zo\u00eb"/>
      --frontier--
      an epilogue
      """;

  private static Body body(String text) {
    return Body.of("multipart/mixed; boundary=\"frontier\"", text.replace("\n", "\r\n"));
  }

  @Test
  void conferenceControlIsFoundInAMultipartBody() {
    Optional<Body> found = C3pBody.in(body(MULTIPART));

    assertThat(found.map(Body::text).map(String::strip)).contains("<request name=\"Zo\u00eb\"/>");
  }

  @Test
  void aBodyOfItsOwnIsTakenAsItIs() {
    Body own = Body.of("application/cccp+xml;charset=utf-8", "<request/>");

    assertThat(C3pBody.in(own)).contains(own);
  }

  @Test
  void aMultipartBodyWithoutItHasNone() {
    assertThat(C3pBody.in(body(MULTIPART.replace("cccp", "cpim")))).isEmpty();
    assertThat(C3pBody.in(body(MULTIPART.replace("--frontier", "--other")))).isEmpty();
    assertThat(C3pBody.in(Body.of("multipart/mixed", MULTIPART))).isEmpty();
  }

  @Test
  void whateverStandsInABodyIsSearchedWithoutHarm() {
    long seed = 2046;
    Random random = new Random(seed);
    int found = 0;

    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(MULTIPART);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, "\n\r-: \0x".charAt(random.nextInt(7)));
        text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
      }
      found += C3pBody.in(body(text.toString())).isPresent() ? 1 : 0;
    }

    assertThat(found).as("seed %d", seed).isBetween(1_000, 19_000);
  }
}
