package org.confocal.sip.jain;

import java.util.List;
import org.confocal.sip.message.Via;

/** The transports, and which port to use when none is named. RFC 3261 section 18.1.1. */
final class SipPorts {
  static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");

  static final int DEFAULT = 5060;
  private static final int DEFAULT_TLS = 5061;

  private SipPorts() {}

  static int of(String transport) {
    return transport.equals("tls") ? DEFAULT_TLS : DEFAULT;
  }

  /** Where answers to a request over UDP go. RFC 3261 section 18.2.2, RFC 3581 section 4. */
  static int answerPort(Via via) {
    return via.rport().orElse(via.sentBy().port() > 0 ? via.sentBy().port() : DEFAULT);
  }
}
