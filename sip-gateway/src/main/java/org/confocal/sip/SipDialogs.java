package org.confocal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.Header;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.Params;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * Translates between SIP requests and the dialogs that the focus keeps. Pure. RFC 3261 section 12.
 */
final class SipDialogs {
  /** The methods that we take. */
  static final String ALLOW =
      "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, REGISTER, SUBSCRIBE, NOTIFY, MESSAGE, REFER, SERVICE";

  private static final String CONFERENCE_USER = "c-";
  private static final String MCU = "mcu";

  private SipDialogs() {}

  static RequestKey key(SipRequest request) {
    return new RequestKey(
        request.callId(),
        request.from().tag().orElse(""),
        request.cseq().number(),
        request.method());
  }

  /**
   * Our tag in the To of a request in a dialog; empty when it has none or one that we did not make.
   */
  static Optional<LegTag> tag(SipRequest request) {
    return request.to().tag().flatMap(t -> LegTag.parse(t.toLowerCase(Locale.ROOT)));
  }

  /** The Contact URI that we give to plain SIP clients: reachable, and it names the conference. */
  static SipUri contact(FocusKey conference, HostPort own, String transport) {
    return SipUri.sip(CONFERENCE_USER + conference.value(), own.plainHost(), own.port())
        .withParam("transport", transport);
  }

  /** The same for a call to an MCU of the conference. */
  static SipUri contact(FocusKey conference, McuType mcu, HostPort own, String transport) {
    return contact(conference, own, transport).withParam(MCU, mcu.token());
  }

  /**
   * A Contact of ours as the request wants it: with {@code sips} when it goes to such a URI, or
   * came by TLS and has one on top of its Record-Route, or without that in its Contact (RFC 3261
   * section 12.1.1, RFC 5630).
   */
  static SipUri secureAs(SipRequest request, SipUri contact) throws WireFormatException {
    List<NameAddress> way = request.addresses("Record-Route");
    List<NameAddress> back = way.isEmpty() ? request.addresses("Contact") : way;
    boolean asked =
        !back.isEmpty()
            && back.get(0).uri().scheme().equals("sips")
            && contact.param("transport").filter("tls"::equals).isPresent();
    return secureAs(asked ? back.get(0).uri() : request.uri(), contact);
  }

  /** The same for a request of ours to this URI. */
  static SipUri secureAs(SipUri request, SipUri contact) {
    return request.scheme().equals("sips")
        ? contact.withoutParam("transport").withScheme("sips")
        : contact;
  }

  /** The MCU that a Contact of ours names; empty in that of the conference itself. */
  static Optional<McuType> mcuOfContact(SipUri uri) {
    return uri.param(MCU).flatMap(McuType::ofToken);
  }

  /** The conference that a Contact of ours names; empty for any other user part. */
  static Optional<FocusKey> conferenceOfContact(SipUri uri) {
    return uri.plainUser()
        .filter(u -> u.startsWith(CONFERENCE_USER))
        .flatMap(u -> FocusKey.parse(u.substring(CONFERENCE_USER.length())));
  }

  /** The address in From without name and parameters; proves nothing. */
  static String fromAddress(SipRequest request) {
    SipUri uri = request.from().uri();
    return new SipUri(uri.scheme(), uri.user(), null, uri.hostPort(), Params.NONE, null).write();
  }

  /** What is known of the dialog before it has a tag of ours. */
  static FocusProtocol.DialogSeed seed(SipRequest invite, Flow flow, SipUri contact)
      throws WireFormatException {
    NameAddress remote = contactOf(invite);
    List<String> routes = invite.headers().values("Record-Route");
    return new FocusProtocol.DialogSeed(
        local(invite).write(),
        withoutTag(invite.from()).write(),
        remote.uri().write(),
        contact.write(),
        routes,
        peer(invite, flow, remote.uri()),
        invite.headers().hasToken("Allow", "UPDATE"));
  }

  /** To without its tag, and without the keys that may stand in it: dialogs are journaled. */
  private static NameAddress local(SipRequest invite) {
    NameAddress to = withoutTag(invite.to());
    return new NameAddress(to.displayName(), JoinKeys.without(to.uri()), to.params());
  }

  static NameAddress contactOf(SipRequest request) throws WireFormatException {
    List<NameAddress> contacts = request.addresses("Contact");
    if (contacts.isEmpty()) {
      throw new WireFormatException("no Contact", "one Contact", "RFC 3261 12.1.1");
    }
    return contacts.get(0);
  }

  /**
   * Where requests in the dialog go. A peer that is directly attached gets them where its own come
   * from, which is right for a peer behind a NAT as well (symmetric signalling); behind proxies the
   * first route decides, or the Contact.
   */
  static PeerAddress peer(SipRequest request, Flow flow, SipUri contact)
      throws WireFormatException {
    List<NameAddress> routes = request.addresses("Record-Route");
    boolean direct = request.headers().values("Via").size() == 1;
    if (direct && routes.isEmpty()) {
      return new PeerAddress(flow.transport(), flow.remoteHost(), flow.remotePort());
    }
    SipUri next = routes.isEmpty() ? contact : routes.get(0).uri();
    try {
      Destination.Address to = (Destination.Address) Destination.of(next);
      return new PeerAddress(to.transport(), to.host(), to.port());
    } catch (IllegalArgumentException noAddress) {
      return new PeerAddress(flow.transport(), flow.remoteHost(), flow.remotePort());
    }
  }

  /** The next request of ours in a dialog, without body; Via is the stack's. */
  static SipRequest request(Dialog dialog, String method, long cseq) throws WireFormatException {
    NameAddress from = NameAddress.parse(dialog.localUri()).withTag(dialog.localTag().text());
    NameAddress to = NameAddress.parse(dialog.remoteUri()).withTag(dialog.remoteTag());
    SipRequest request =
        SipRequest.of(method, SipUri.parse(dialog.remoteTarget()), from, to, dialog.callId(), cseq);
    List<Header> routes = new ArrayList<>();
    for (String route : dialog.routeSet()) {
      routes.add(new Header("Route", route));
    }
    for (Header route : routes) {
      request = request.plus(route.name(), route.value());
    }
    return request.with("Allow", ALLOW).with("Supported", "timer");
  }

  /** Our Contact header: the URI with the mark of a focus (RFC 3840, RFC 4579). */
  static String focusContact(String uri) {
    return "<" + uri + ">;isfocus";
  }

  static NameAddress withoutTag(NameAddress address) {
    return new NameAddress(address.displayName(), address.uri(), address.params().without("tag"));
  }
}
