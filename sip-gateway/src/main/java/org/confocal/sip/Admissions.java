package org.confocal.sip;

import java.util.List;
import java.util.Locale;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.SipStackSettings;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.proxy.Forwarding;
import org.confocal.sip.proxy.RouteSeal;
import org.confocal.wire.WireFormatException;

/**
 * Lets requests pass that other edges have for users who are connected to this one: each gets a
 * Route that is good for one call and one way. RFC 5626 section 5.3.
 */
final class Admissions {
  private static final String SECURE = "sips:";
  private static final String TLS = "tls";
  private static final int ANY_PORT = 5060;

  /** TCP has room for what two edges have written into a request; TLS asks for a certificate. */
  private static final List<String> BEST_FIRST = List.of("tcp", "udp", TLS);

  private final Edge edge;
  private final RouteSeal seal;

  Admissions(Edge edge, RouteSeal seal) {
    this.edge = edge;
    this.seal = seal;
  }

  /** By which transports this edge can send. */
  static List<String> transports(Edge edge) {
    return edge.stack().listening().stream()
        .map(SipStackSettings.Bind::transport)
        .distinct()
        .toList();
  }

  /** Answers at once. */
  void answer(PassingProtocol.Admit ask) {
    PassingProtocol.Admission answer;
    try {
      answer = admission(ask);
    } catch (WireFormatException | IllegalArgumentException noWay) {
      answer = new PassingProtocol.NotAdmitted(String.valueOf(noWay.getMessage()));
    }
    ask.replyTo().tell(answer);
  }

  private PassingProtocol.Admission admission(PassingProtocol.Admit ask)
      throws WireFormatException {
    CallWay way = CallWay.registered(ask.way(), edge.flows());
    if (ask.way().flowOnly() && !(way.to() instanceof Flow)) {
      return new PassingProtocol.NotAdmitted("The connection is closed");
    }
    boolean secure = ask.way().contact().toLowerCase(Locale.ROOT).startsWith(SECURE);
    List<String> common =
        BEST_FIRST.stream()
            .filter(ask.transports()::contains)
            .filter(transports(edge)::contains)
            .filter(t -> t.equals(TLS) || !secure)
            .toList();
    if (common.isEmpty()) {
      return new PassingProtocol.NotAdmitted(
          "transports: " + ask.transports() + " (expected: one of " + transports(edge) + ")");
    }
    String transport = common.get(0);
    HostPort own = edge.stack().local(new Destination.Address(transport, host(ask), ANY_PORT));
    return new PassingProtocol.Admitted(
        Forwarding.route(seal.admit(way.to(), ask.call()), own.plainHost(), own.port(), transport)
            .write());
  }

  /** Where the other edge is, as the cluster knows it. */
  private static String host(PassingProtocol.Admit ask) {
    return ask.replyTo().path().address().getHost().orElse("127.0.0.1");
  }
}
