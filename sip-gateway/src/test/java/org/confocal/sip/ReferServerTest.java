package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferServerTest {
  private static final UserUri MEI = UserUri.of("mei", "example.test");

  private static EdgeHarness edge;
  private static int calls;
  private SipPeer peer;

  @BeforeAll
  static void start() {
    edge = new EdgeHarness();
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @BeforeEach
  void connect() {
    peer = edge.udp();
  }

  @AfterEach
  void disconnect() {
    peer.close();
  }

  private void refer(String uri, String toTag, String headers) {
    calls++;
    String text =
        """
        REFER %s SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;rport;branch=z9hG4bKr%d
        Max-Forwards: 70
        From: <sip:dana@example.test>;tag=f1
        To: <%s>%s
        Call-ID: r-%d
        CSeq: 2 REFER
        Contact: <sip:dana@127.0.0.1:%d>
        %sContent-Length: 0

        """
            .formatted(uri, peer.port(), calls, uri, toTag, calls, peer.port(), headers);
    peer.send(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private FocusProtocol.Refer inDialog(String headers) {
    refer("sip:9000@127.0.0.1", ";tag=" + EdgeHarness.TAG, headers);
    return edge.said(FocusProtocol.Refer.class);
  }

  private static void granted(FocusProtocol.Refer refer) {
    refer
        .replyTo()
        .tell(new FocusProtocol.Referred(refer.key(), EdgeHarness.TAG, "sip:c-x@127.0.0.1:5060"));
  }

  @Test
  void aReferMeansACall() {
    FocusProtocol.Refer refer =
        inDialog("Refer-To: \"Mei\" <sip:mei@example.test;maddr=192.0.2.9?Subject=budget>\n");
    granted(refer);

    assertThat(refer.tag()).contains(EdgeHarness.TAG);
    assertThat(refer.reports()).isTrue();
    assertThat(refer.order())
        .isEqualTo(
            new ControlOrder.DialOut(
                MEI, "Mei", false, McuType.AUDIO_VIDEO, "", "sip:mei@example.test"));
    SipResponse ok = peer.expect(200);
    assertThat(ok.header("Contact").orElseThrow()).contains("isfocus");
    assertThat(ok.header("Refer-Sub")).isEmpty();
  }

  @Test
  void aReferWithByeMeansARemoval() {
    FocusProtocol.Refer refer = inDialog("Refer-To: <sip:mei@example.test;method=BYE>\n");

    assertThat(refer.order()).isEqualTo(new ControlOrder.Eject(MEI, Optional.empty()));
  }

  @Test
  void withoutASubscriptionNothingIsToldAndThatIsConfirmed() {
    FocusProtocol.Refer refer =
        inDialog("Refer-To: <sip:mei@example.test>\nRefer-Sub: false\nSupported: norefersub\n");
    granted(refer);

    assertThat(refer.reports()).isFalse();
    assertThat(peer.expect(200).header("Refer-Sub")).contains("false");
  }

  @Test
  void outOfADialogItGoesByTheFactory() {
    refer(EdgeHarness.FOCUS_URI, "", "Refer-To: <sip:mei@example.test>\n");

    FocusProtocol.Refer refer = edge.routed(FocusProtocol.Refer.class);
    refer.refuse(Rejection.of(Rejection.Reason.AUTHENTICATION_REQUIRED, "Who are you?"));

    assertThat(refer.tag()).isEmpty();
    assertThat(peer.expect(401).headers().has("WWW-Authenticate")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Refer-To: <sip:a@example.test>\nRefer-To: <sip:b@example.test>\n",
        "Refer-To: <nobody>\n"
      })
  void oneReferToIsNeeded(String headers) {
    refer("sip:9000@127.0.0.1", ";tag=" + EdgeHarness.TAG, headers);

    assertThat(peer.expect(400).reason()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<sip:mei@example.test;method=MESSAGE>", "<sip:example.test>", "<FOCUS>"})
  void whatAConferenceCannotDoIsNotAcceptable(String target) {
    refer(
        "sip:9000@127.0.0.1",
        ";tag=" + EdgeHarness.TAG,
        "Refer-To: " + target.replace("FOCUS", EdgeHarness.FOCUS_URI) + "\n");

    assertThat(peer.expect(488).reason()).contains("expected");
  }

  @Test
  void howItGoesIsToldAsAFragment() {
    Dialog dialog =
        new Dialog(
            "r-x",
            EdgeHarness.TAG,
            "f1",
            "<sip:9000@example.test>",
            "<sip:dana@example.test>",
            "sip:dana@127.0.0.1:" + peer.port(),
            "sip:c-x@127.0.0.1:5060",
            List.of(),
            2,
            new PeerAddress("udp", "127.0.0.1", peer.port()),
            true);

    edge.tell(new EdgeProtocol.ReportReferral(65_537, dialog, 30, 2, 486, "busy\r\nhere", 0));

    SipRequest notify = peer.expect("NOTIFY");
    assertThat(notify.header("Event")).contains("refer;id=2");
    assertThat(notify.header("Subscription-State")).contains("terminated;reason=noresource");
    assertThat(notify.body().contentType()).isEqualTo("message/sipfrag;version=2.0");
    assertThat(new String(notify.body().bytes(), StandardCharsets.UTF_8))
        .isEqualTo("SIP/2.0 486 busy here\r\n");
  }
}
