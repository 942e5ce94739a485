package org.confocal.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * The way to somebody who is called.
 *
 * @param uri Request-URI of the INVITE
 * @param to where the INVITE goes
 * @param peer the same as an address
 * @param registered the peer is where his registration came from, whatever his Contact says
 */
record CallWay(SipUri uri, Destination to, PeerAddress peer, boolean registered) {
  /**
   * The way to a URI by its host and port.
   *
   * @throws IllegalArgumentException for a {@code tel} URI or a transport that we do not have
   */
  static CallWay direct(SipUri uri) {
    Destination to = Destination.of(uri);
    return new CallWay(uri, to, address(to), false);
  }

  /** The way to a registered phone. */
  static CallWay registered(PassingProtocol.Way way, FlowTable flows) throws WireFormatException {
    Destination to = flows.destination(way.flow(), way.contact(), true);
    return new CallWay(SipUri.parse(way.contact()), to, way.flow(), true);
  }

  /** A URI with a port that is not ours means that machine, even when its host is ours. */
  static boolean isHere(SipUri uri, Edge edge) {
    boolean ownPort =
        uri.port() < 0 || edge.stack().listening().stream().anyMatch(b -> b.port() == uri.port());
    return ownPort && edge.names().isOurs(uri.host());
  }

  String transport() {
    return address(to).transport();
  }

  private static PeerAddress address(Destination to) {
    if (to instanceof Flow flow) {
      return FlowTable.address(flow);
    }
    Destination.Address a = (Destination.Address) to;
    return new PeerAddress(a.transport(), a.host(), a.port());
  }

  /**
   * The dialog that a 2xx begins. RFC 3261 section 12.1.2.
   *
   * @param contact the Contact URI that we gave
   */
  Dialog dialog(EdgeProtocol.Call call, SipRequest invite, String contact, SipResponse ok)
      throws WireFormatException {
    String remoteTag =
        ok.to()
            .tag()
            .orElseThrow(
                () -> new WireFormatException("To without tag", "a tag", "RFC 3261 12.1.2"));
    List<NameAddress> contacts = ok.addresses("Contact");
    SipUri target = contacts.isEmpty() ? invite.uri() : contacts.get(0).uri();
    List<String> routes = new ArrayList<>(ok.headers().values("Record-Route"));
    Collections.reverse(routes);
    return new Dialog(
        call.callId(),
        call.tag(),
        remoteTag,
        SipDialogs.withoutTag(invite.from()).write(),
        SipDialogs.withoutTag(invite.to()).write(),
        target.write(),
        contact,
        routes,
        0,
        next(routes, target),
        ok.headers().hasToken("Allow", "UPDATE"));
  }

  private PeerAddress next(List<String> routes, SipUri target) throws WireFormatException {
    if (registered && routes.isEmpty()) {
      return peer;
    }
    try {
      return address(
          Destination.of(routes.isEmpty() ? target : NameAddress.parse(routes.get(0)).uri()));
    } catch (IllegalArgumentException noAddress) {
      return peer;
    }
  }
}
