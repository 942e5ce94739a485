package org.confocal.sip;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.sip.proxy.Forwarding;
import org.confocal.sip.proxy.RouteSeal;
import org.confocal.wire.WireFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out of one request that is passed on: to a place that this edge reaches, to the edge
 * that another place is connected to, or from there to the place itself.
 *
 * <pre>
 *   caller --&gt; edge -------------------------------------&gt; place
 *   caller --&gt; edge --Route: admission, sealed there--&gt; edge --&gt; place
 * </pre>
 */
final class Branches {
  private static final Logger LOG = LoggerFactory.getLogger(Branches.class);

  private final Edge edge;
  private final RouteSeal seal;
  private final StackEvents.Incoming in;

  Branches(Edge edge, RouteSeal seal, StackEvents.Incoming in) {
    this.edge = edge;
    this.seal = seal;
    this.in = in;
  }

  /** To a place from here. Empty when there is no way, for instance because its flow has closed. */
  Optional<Forking.Branch> to(PassingProtocol.Way place, ClientTransactionId id) {
    try {
      CallWay way = CallWay.registered(place, edge.flows());
      if (place.flowOnly() && !(way.to() instanceof Flow)) {
        return Optional.empty();
      }
      List<SipUri> routes = routes(way(in.flow()), way(way.to()));
      SipRequest out = Forwarding.to(in.request(), way.uri(), this::isForUs, routes);
      return Optional.of(new Forking.Branch(id, out.without("Route"), way.to()));
    } catch (WireFormatException | IllegalArgumentException noWay) {
      LOG.info("no way to contact={} why={}", place.contact(), noWay.getMessage());
      return Optional.empty();
    }
  }

  /**
   * To a place by the edge that it is connected to.
   *
   * @param admission the Route that this edge has given
   */
  Optional<Forking.Branch> over(
      String admission, PassingProtocol.Way place, ClientTransactionId id) {
    try {
      Destination next = Destination.of(SipUri.parse(admission));
      List<SipUri> routes = routes(way(in.flow()), wayToEdge(next));
      SipRequest out =
          Forwarding.to(in.request(), SipUri.parse(place.contact()), this::isForUs, routes)
              .with("Route", "<" + admission + ">");
      return Optional.of(new Forking.Branch(id, out, next));
    } catch (WireFormatException | IllegalArgumentException noWay) {
      LOG.info("no way over edge route={} why={}", admission, noWay.getMessage());
      return Optional.empty();
    }
  }

  /** What has come from another edge, on its last step. */
  Forking.Branch admitted(Destination to, ClientTransactionId id) {
    List<SipUri> routes = routes(wayBack(), way(to));
    return new Forking.Branch(
        id, Forwarding.to(in.request(), in.request().uri(), this::isForUs, routes), to);
  }

  /** Within a call, where everybody has his routes. */
  Forking.Branch within(Destination to, ClientTransactionId id) {
    return new Forking.Branch(
        id, Forwarding.to(in.request(), in.request().uri(), this::isForUs, List.of()), to);
  }

  /** Credentials for our realm tell the callee nothing, and are none of his business. */
  private boolean isForUs(String credentials) {
    return edge.guard().credentials(List.of(credentials)).isPresent();
  }

  /** Both ends reach the other one through us, each by the transport that it speaks. */
  private List<SipUri> routes(SipUri toCaller, SipUri toCallee) {
    return switch (in.request().method()) {
      case "INVITE", "REFER", "NOTIFY" -> List.of(toCaller, toCallee);
      default -> List.of();
    };
  }

  /**
   * @param end whom the way leads to, and by whom it is seen first
   */
  private SipUri way(Destination end) {
    return way(end, edge.stack().advertised(end));
  }

  private SipUri wayToEdge(Destination other) {
    return way(other, edge.stack().local(other));
  }

  private SipUri way(Destination end, HostPort own) {
    String transport =
        end instanceof Flow f ? f.transport() : ((Destination.Address) end).transport();
    return Forwarding.route(seal.seal(end, in.request()), own.plainHost(), own.port(), transport);
  }

  /**
   * The edge before us has told where it listens; its connection may close before the call ends.
   */
  private SipUri wayBack() {
    try {
      List<NameAddress> before = in.request().addresses("Record-Route");
      if (!before.isEmpty()) {
        return wayToEdge(Destination.of(before.get(0).uri()));
      }
    } catch (WireFormatException | IllegalArgumentException notReadable) {
      LOG.info("route of the edge before not readable why={}", notReadable.getMessage());
    }
    return wayToEdge(in.flow());
  }
}
