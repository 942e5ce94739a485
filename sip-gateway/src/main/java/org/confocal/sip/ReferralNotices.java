package org.confocal.sip;

import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;

/** Writes the NOTIFY that tells what has become of a REFER. Pure. RFC 3515 section 2.4.4. */
final class ReferralNotices {
  private static final String MEDIA_TYPE = "message/sipfrag;version=2.0";
  private static final int LONGEST_PHRASE = 200;

  private ReferralNotices() {}

  static SipRequest notice(EdgeProtocol.ReportReferral r) throws WireFormatException {
    String state =
        r.secondsLeft() > 0 ? "active;expires=" + r.secondsLeft() : "terminated;reason=noresource";
    String fragment = "SIP/2.0 " + r.status() + " " + phrase(r.text()) + "\r\n";
    return SipDialogs.request(r.dialog(), "NOTIFY", r.cseq())
        .with("Event", "refer;id=" + r.referred())
        .with("Subscription-State", state)
        .withBody(Body.of(MEDIA_TYPE, fragment));
  }

  /** One line, for a peer reads it as a message. */
  private static String phrase(String text) {
    String line = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    return line.length() > LONGEST_PHRASE ? line.substring(0, LONGEST_PHRASE) : line;
  }
}
