package org.confocal.wire.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.Damage;
import org.confocal.wire.Golden;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImDocumentsTest {

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
    List<String> notice = List.of(Golden.text("im/active.iscomposing.xml"));
    List<String> report = List.of(Golden.text("im/two.imdn.xml"));

    Damage.isSurvived(notice, 2_000, IsComposing::read, IsComposing::write);
    Damage.isSurvived(report, 2_000, DeliveryReport::read, DeliveryReport::write);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
