package org.confocal.sip;

import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.im.DeliveryReport;

/**
 * Writes the MESSAGE requests of a chat. Pure. RFC 3428, MS-CONFIM.
 *
 * <p>From is the conference, as in all requests of a dialog; {@code Ms-Sender} tells who said it,
 * and {@code Ms-Private} that nobody else hears it.
 */
final class ChatMessages {
  private ChatMessages() {}

  /** A line in the dialog of somebody who shall hear it. */
  static SipRequest line(EdgeProtocol.Addressee to, ChatLine line) throws WireFormatException {
    SipRequest message =
        SipDialogs.request(to.dialog(), "MESSAGE", to.cseq())
            .with("Ms-Sender", "<" + line.sender() + ">")
            .withBody(new Body(line.content().type(), line.content().bytes()));
    return line.to().isPresent() ? message.with("Ms-Private", "true") : message;
  }

  /** Word to a sender, in his dialog, of whom he did not reach. */
  static SipRequest report(EdgeProtocol.Report report) throws WireFormatException {
    DeliveryReport missed =
        new DeliveryReport(
            Long.toString(report.line()),
            report.missed().stream()
                .map(u -> new DeliveryReport.Recipient(u.user().value(), u.status()))
                .toList());
    return SipDialogs.request(report.dialog(), "MESSAGE", report.cseq())
        .withBody(Body.of(DeliveryReport.MEDIA_TYPE, missed.write()));
  }
}
