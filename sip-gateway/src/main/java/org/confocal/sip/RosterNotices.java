package org.confocal.sip;

import java.util.Optional;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.SubscriptionEnd;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;

/**
 * Writes NOTIFY and BENOTIFY for one document. RFC 6665 section 4.2.2, RFC 4575 section 3.5. Not
 * for more than one thread.
 */
final class RosterNotices implements FanOut.Writing {
  static final String EVENT = "conference";
  static final String MEDIA_TYPE = "application/conference-info+xml";

  private final EdgeProtocol.Notify order;
  private final Optional<RosterPages> pages;

  /**
   * @param datagramLimit bytes of a document that a datagram may carry
   */
  RosterNotices(EdgeProtocol.Notify order, int datagramLimit) {
    this.order = order;
    this.pages = order.document().map(document -> new RosterPages(document, datagramLimit));
  }

  @Override
  public SipRequest write(int index) throws WireFormatException {
    EdgeProtocol.Notice notice = order.notices().get(index);
    String method = notice.style().unanswered() ? "BENOTIFY" : "NOTIFY";
    return SipDialogs.request(notice.dialog(), method, notice.cseq())
        .with("Contact", SipDialogs.focusContact(notice.dialog().contact()))
        .with("Event", EVENT)
        .with("Subscription-State", state(notice))
        .withBody(body(index));
  }

  /** The document for the subscriber with this index; nothing when there is none. */
  Body body(int index) {
    EdgeProtocol.Notice notice = order.notices().get(index);
    return pages.map(p -> new Body(MEDIA_TYPE, p.page(notice))).orElse(Body.NONE);
  }

  private static String state(EdgeProtocol.Notice notice) {
    return notice
        .ended()
        .map(end -> "terminated;reason=" + word(end))
        .orElse("active;expires=" + notice.expiresSeconds());
  }

  private static String word(SubscriptionEnd end) {
    return switch (end) {
      case TIMEOUT -> "timeout";
      case NORESOURCE -> "noresource";
      case REJECTED -> "rejected";
    };
  }
}
