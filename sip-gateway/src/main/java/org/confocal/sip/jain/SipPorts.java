package org.confocal.sip.jain;

import org.confocal.sip.message.Via;

/** Which port to use when none is named. */
final class SipPorts {
  static final int DEFAULT = 5060;

  private SipPorts() {}

  /** Where answers to a request over UDP go. RFC 3261 section 18.2.2, RFC 3581 section 4. */
  static int answerPort(Via via) {
    return via.rport().orElse(via.sentBy().port() > 0 ? via.sentBy().port() : DEFAULT);
  }
}
