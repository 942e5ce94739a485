package org.confocal.load.simulations;

import org.confocal.load.client.Counters;
import org.confocal.load.sip.SipProtocol;
import org.confocal.load.sip.SipProtocolBuilder;

/** The figures of a run in a few lines, for people and scripts. */
final class Summary {
  private Summary() {}

  static void print(SipProtocolBuilder protocol) {
    System.out.print(text(protocol.protocol()));
  }

  static String text(SipProtocol protocol) {
    Counters counters = protocol.counters();
    String wire =
        counters == null
            ? ""
            : "sip              %d requests sent, %d repeated, %d repeated by the server, %d unexpected, %d malformed, %d not looked at%n"
                .formatted(
                    counters.sent(),
                    counters.repeated(),
                    counters.repeatedByServer(),
                    counters.strays(),
                    counters.malformed(),
                    counters.dropped());
    return System.lineSeparator() + protocol.figures().text() + wire;
  }
}
