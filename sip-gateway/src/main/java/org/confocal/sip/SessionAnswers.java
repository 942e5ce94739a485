package org.confocal.sip;

import org.confocal.engine.focus.FocusProtocol;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;

/** How a granted INVITE or UPDATE is answered. Pure. RFC 3261 section 13.3.1.4, RFC 4579. */
final class SessionAnswers {
  private SessionAnswers() {}

  static SipResponse established(SipRequest request, FocusProtocol.Established e) {
    SipResponse response =
        request
            .response(200, "OK")
            .with("Contact", SipDialogs.focusContact(e.contact()))
            .with("Allow", SipDialogs.ALLOW)
            .with("Supported", "timer");
    if (response.to().tag().isEmpty()) {
      response = response.withToTag(e.tag().text());
    }
    if (e.session().isPresent()) {
      response = response.withBody(SdpTranslation.write(e.session().get()));
    }
    return SessionTimerRules.write(response, e.timer());
  }

  /** The same for a join by C3P: the granted role stands in the body. */
  static SipResponse joined(SipRequest request, FocusProtocol.Established e, FocusJoin join) {
    return established(request, e).withBody(C3pBody.of(join.answer(e)));
  }
}
