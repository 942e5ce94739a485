package org.confocal.sip.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.message.Header;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipHeaders;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * The Route headers of a request, those of ours taken off the top. RFC 3261 section 16.4.
 *
 * @param sealed whether one of them claims to be a way of ours in a call, or into one
 * @param way where the last one of ours leads; empty when its seal is not right
 * @param rest what is left, top first
 */
public record RouteList(boolean sealed, Optional<Destination> way, List<String> rest) {
  public RouteList {
    rest = List.copyOf(rest);
  }

  /**
   * Reads them.
   *
   * @param ours tells whether a URI without a user names this edge
   */
  public static RouteList of(SipRequest request, RouteSeal seal, Predicate<SipUri> ours) {
    List<String> routes = request.headers().values("Route");
    boolean sealed = false;
    Optional<Destination> way = Optional.empty();
    int taken = 0;
    for (String route : routes) {
      Optional<SipUri> uri = uri(route);
      if (uri.isEmpty()) {
        break;
      }
      if (RouteSeal.isSealed(uri.get())) {
        Optional<Destination> opened = seal.open(uri.get(), request);
        if (sealed && opened.isEmpty()) {
          break; // that of the next edge
        }
        sealed = true;
        way = opened;
      } else if (uri.get().user() != null || !ours.test(uri.get())) {
        break;
      }
      taken++;
    }
    return new RouteList(sealed, way, routes.subList(taken, routes.size()));
  }

  /**
   * Reads those of a request that another edge of ours sends: the admission on top, which it has
   * asked for. Empty when there is none.
   */
  public static Optional<RouteList> admission(SipRequest request, RouteSeal seal) {
    List<String> routes = request.headers().values("Route");
    return routes.stream()
        .limit(1)
        .flatMap(route -> uri(route).stream())
        .filter(RouteSeal::isAdmission)
        .map(
            top ->
                new RouteList(
                    true, seal.openAdmission(top, request), routes.subList(1, routes.size())))
        .findFirst();
  }

  private static Optional<SipUri> uri(String route) {
    try {
      return Optional.of(NameAddress.parse(route).uri());
    } catch (WireFormatException notReadable) {
      return Optional.empty();
    }
  }

  /** The request with nothing but the rest. */
  public SipRequest applied(SipRequest request) {
    List<Header> kept = new ArrayList<>();
    int skip = request.headers().values("Route").size() - rest.size();
    for (Header h : request.headers().all()) {
      if (!h.is("Route") || --skip < 0) {
        kept.add(h);
      }
    }
    return new SipRequest(request.method(), request.uri(), new SipHeaders(kept), request.body());
  }
}
