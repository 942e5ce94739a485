package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class SessionTimerRulesTest {
  private static final SipSettings.SessionTimers OURS = new SipSettings.SessionTimers(1800, 90);

  @Test
  void aPeerWithoutTheExtensionGetsNoTimer() {
    assertThat(SessionTimerRules.agree(invite(""), OURS).timer()).isEmpty();
  }

  @Test
  void aPeerThatDoesNotSayGetsOurIntervalAndRefreshes() {
    assertThat(SessionTimerRules.agree(invite("Supported: timer\r\n"), OURS).timer())
        .contains(new SessionTimer(1800, false));
  }

  @Test
  void theShorterIntervalCountsAndThePeerMayWantUsToRefresh() {
    SipRequest request = invite("Supported: timer\r\nSession-Expires: 600;refresher=uas\r\n");

    assertThat(SessionTimerRules.agree(request, OURS).timer())
        .contains(new SessionTimer(600, true));
  }

  @Test
  void minSeOfThePeerIsHonoured() {
    SipRequest request = invite("Supported: timer\r\nSession-Expires: 7200\r\nMin-SE: 3600\r\n");

    assertThat(SessionTimerRules.agree(request, OURS).timer())
        .contains(new SessionTimer(3600, false));
  }

  @Test
  void lessThanOurLeastIsTooSmall() {
    SipRequest request = invite("Supported: timer\r\nSession-Expires: 60\r\n");

    assertThat(SessionTimerRules.agree(request, OURS).tooSmall()).isTrue();
  }

  @Test
  void anIntervalOfZeroSwitchesTimersOff() {
    SipSettings.SessionTimers off = new SipSettings.SessionTimers(0, 90);

    assertThat(SessionTimerRules.agree(invite("Supported: timer\r\n"), off).timer()).isEmpty();
  }

  @Test
  void theAnswerNamesWhoRefreshes() {
    SipResponse ok = invite("Supported: timer\r\n").response(200, "OK");

    SipResponse written = SessionTimerRules.write(ok, Optional.of(new SessionTimer(600, true)));

    assertThat(written.header("Session-Expires")).contains("600;refresher=uas");
    assertThat(written.header("Require")).contains("timer");
  }

  private static SipRequest invite(String headers) {
    String text =
        "INVITE sip:9000@127.0.0.1 SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1\r\n"
            + "From: <sip:ada@127.0.0.1>;tag=1\r\nTo: <sip:9000@127.0.0.1>\r\n"
            + "Call-ID: c1\r\nCSeq: 1 INVITE\r\n"
            + headers
            + "Content-Length: 0\r\n\r\n";
    try {
      return (SipRequest) SipMessage.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }
}
