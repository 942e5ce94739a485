package org.confocal.sip;

import org.confocal.engine.presence.PresenceNotice;
import org.confocal.engine.presence.SubscriberDialog;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/** Writes NOTIFY and BENOTIFY of subscriptions to something of a user. RFC 6665 section 4.2.2. */
final class PresenceNotices {
  private PresenceNotices() {}

  static SipRequest write(PresenceNotice notice) throws WireFormatException {
    SubscriberDialog d = notice.dialog();
    SipRequest request =
        SipRequest.of(
            notice.unanswered() ? "BENOTIFY" : "NOTIFY",
            SipUri.parse(d.remoteTarget()),
            NameAddress.parse(d.localUri()).withTag(d.localTag()),
            NameAddress.parse(d.remoteUri()).withTag(d.remoteTag()),
            d.callId(),
            notice.cseq());
    for (String route : d.routeSet()) {
      request = request.plus("Route", route);
    }
    request =
        request
            .with("Contact", "<" + d.contact() + ">")
            .with("Event", event(notice))
            .with("Subscription-State", state(notice.expiresSeconds()));
    return notice.news().isEmpty()
        ? request
        : request.withBody(PresenceTranslation.body(notice.event(), notice.news().get()));
  }

  private static String state(int seconds) {
    return seconds == 0 ? "terminated;reason=timeout" : "active;expires=" + seconds;
  }

  private static String event(PresenceNotice notice) {
    return switch (notice.event()) {
      case CONTACTS -> UserSubscribe.CONTACTS;
      case SELF -> UserSubscribe.SELF;
      case CATEGORIES, PIDF -> UserSubscribe.PRESENCE;
    };
  }
}
