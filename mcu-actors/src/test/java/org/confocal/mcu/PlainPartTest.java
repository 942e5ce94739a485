package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.confocal.engine.chat.Content;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // lines end in CRLF here
class PlainPartTest {
  static final String BOTH =
      "preamble\r\n--b1\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nGrüße\r\n"
          + "--b1\r\nContent-Type: text/html\r\n\r\n<b>Grüße</b>\r\n--b1--\r\n";

  static Content alternative(String body) {
    return new Content(
        "multipart/alternative; boundary=\"b1\"", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thePlainPartIsFoundByteForByte() {
    assertThat(PlainPart.of(alternative(BOTH))).contains(Content.text("Grüße"));
  }

  @Test
  void aPartWithoutHeadersIsPlainText() {
    Optional<Content> plain = PlainPart.of(alternative("--b1\r\n\r\nhello\r\n--b1--"));

    assertThat(plain).contains(new Content("text/plain", "hello".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void withoutAPlainPartThereIsNone() {
    Content html = alternative("--b1\r\nContent-Type: text/html\r\n\r\n<b>x</b>\r\n--b1--\r\n");

    assertThat(PlainPart.of(html)).isEmpty();
  }

  @Test
  void anEncodedPartIsLeftAlone() {
    Content encoded =
        alternative(
            "--b1\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + "aGVsbG8=\r\n--b1--\r\n");

    assertThat(PlainPart.of(encoded)).isEmpty();
  }

  @Test
  void whatIsNoMultipartHasNoParts() {
    assertThat(PlainPart.of(Content.text(BOTH))).isEmpty();
    assertThat(PlainPart.of(new Content("multipart/alternative", new byte[0]))).isEmpty();
  }

  @Test
  void noBytesMakeItFail() {
    long seed = 20_261_122L;
    Random random = new Random(seed);
    byte[] good = BOTH.getBytes(StandardCharsets.UTF_8);

    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = java.util.Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int change = random.nextInt(6); change > 0 && bytes.length > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) "\r\n-b1:; x".charAt(random.nextInt(9));
      }
      String type = random.nextInt(5) == 0 ? "multipart/alternative;boundary=\"" : "";
      Content content =
          type.isEmpty() ? new Content(alternative("").type(), bytes) : new Content(type, bytes);

      assertThat(PlainPart.of(content).map(Content::mediaType).orElse("text/plain"))
          .as("seed %d round %d", seed, i)
          .isEqualTo("text/plain");
    }
  }
}
