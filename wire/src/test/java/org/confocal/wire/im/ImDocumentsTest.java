package org.confocal.wire.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.confocal.wire.Golden;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImDocumentsTest {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 3994);

  @Test
  void aTypingNoticeIsReadAndWritten() throws WireFormatException {
    IsComposing notice = IsComposing.read(Golden.bytes("im/active.iscomposing.xml"));

    assertThat(notice)
        .isEqualTo(
            new IsComposing(
                IsComposing.State.ACTIVE,
                Optional.of("text/plain"),
                Optional.of(Duration.ofSeconds(60)),
                Optional.of(Instant.parse("2026-11-22T12:10:00Z"))));
    assertThat(IsComposing.read(utf8(notice.write()))).isEqualTo(notice);
  }

  @Test
  void anUnknownStateMeansIdle() throws WireFormatException {
    IsComposing notice = IsComposing.read(utf8("<isComposing><state>dozing</state></isComposing>"));

    assertThat(notice.state()).isEqualTo(IsComposing.State.IDLE);
  }

  @Test
  void aDeliveryReportIsReadAndWritten() throws WireFormatException {
    DeliveryReport report = DeliveryReport.read(Golden.bytes("im/two.imdn.xml"));

    assertThat(report)
        .isEqualTo(
            new DeliveryReport(
                "41",
                List.of(
                    new DeliveryReport.Recipient("sip:ravi@example.test", 200),
                    new DeliveryReport.Recipient("sip:mei@example.test", 480))));
    assertThat(report.recipients())
        .extracting(DeliveryReport.Recipient::arrived)
        .containsExactly(true, false);
    assertThat(DeliveryReport.read(utf8(report.write()))).isEqualTo(report);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<other/>",
        "<imdn/>",
        "<imdn><message-id>1</message-id><recipient uri='a'><status>700</status></recipient></imdn>"
      })
  void whatIsNoReportIsRefused(String xml) {
    assertThatThrownBy(() -> DeliveryReport.read(utf8(xml)))
        .isInstanceOf(WireFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<other/>",
        "<isComposing/>",
        "<isComposing><state>active</state><refresh>0</refresh></isComposing>"
      })
  void whatIsNoTypingNoticeIsRefused(String xml) {
    assertThatThrownBy(() -> IsComposing.read(utf8(xml))).isInstanceOf(WireFormatException.class);
  }

  @Test
  void damagedDocumentsParseOrAreRefusedWithTheTypedError() {
    Random random = new Random(SEED);
    String notice = Golden.text("im/active.iscomposing.xml");
    String report = Golden.text("im/two.imdn.xml");
    for (int i = 0; i < 2_000; i++) {
      byte[] damagedNotice = Golden.damaged(notice, random);
      byte[] damagedReport = Golden.damaged(report, random);
      try {
        IsComposing read = IsComposing.read(damagedNotice);
        assertThat(IsComposing.read(utf8(read.write()))).isEqualTo(read);
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      }
      try {
        DeliveryReport read = DeliveryReport.read(damagedReport);
        assertThat(DeliveryReport.read(utf8(read.write()))).isEqualTo(read);
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
