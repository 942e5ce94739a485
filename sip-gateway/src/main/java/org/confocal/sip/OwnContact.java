package org.confocal.sip;

import java.util.Optional;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.JainSipStack;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * The Contact of ours in a dialog: it names the conference, and the edge that carries it now. A
 * dialog that began at an edge that is no more gets the address of another with the next request or
 * answer (target refresh, RFC 3261 section 12.2).
 */
final class OwnContact {
  private final JainSipStack stack;
  private final OwnNames names;
  private volatile boolean leaving;

  OwnContact(JainSipStack stack, OwnNames names) {
    this.stack = stack;
    this.names = names;
  }

  /** From now on peers are told what the focus says: this edge ends soon. */
  void leaves() {
    leaving = true;
  }

  /** Tells whether requests to this Contact come to this edge. */
  boolean isOwn(String contact) {
    try {
      return isOwn(SipUri.parse(contact));
    } catch (WireFormatException | IllegalArgumentException notOurs) {
      return false;
    }
  }

  private boolean isOwn(SipUri contact) {
    HostPort at = contact.hostPort();
    return at != null && stack.isReachedAt(at, names::isThisMachine);
  }

  /** The same Contact as this edge says it to that peer. */
  String towards(Destination to, String contact) {
    try {
      SipUri uri = SipUri.parse(contact);
      return isForeign(uri) ? moved(uri, to).write() : contact;
    } catch (WireFormatException | IllegalArgumentException notOurs) {
      return contact;
    }
  }

  /** A request of ours to that peer, with the Contact of this edge. */
  SipRequest in(SipRequest request, Destination to) {
    Optional<String> other = other(request, to);
    return other.isPresent() ? request.with("Contact", other.get()) : request;
  }

  /** An answer of ours to that peer, with the Contact of this edge. */
  SipResponse in(SipResponse response, Destination to) {
    Optional<String> other = other(response, to);
    return other.isPresent() ? response.with("Contact", other.get()) : response;
  }

  /** Ours always parse; what does not parse is left as it is. */
  private Optional<String> other(SipMessage message, Destination to) {
    try {
      return message.addresses("Contact").stream()
          .findFirst()
          .filter(old -> isForeign(old.uri()))
          .map(old -> new NameAddress(old.displayName(), moved(old.uri(), to), old.params()))
          .map(NameAddress::write);
    } catch (WireFormatException notOurs) {
      return Optional.empty();
    }
  }

  private boolean isForeign(SipUri contact) {
    return !leaving && SipDialogs.conferenceOfContact(contact).isPresent() && !isOwn(contact);
  }

  private SipUri moved(SipUri contact, Destination to) {
    HostPort own = stack.advertised(to);
    return new SipUri(contact.scheme(), contact.user(), null, own, contact.params(), null);
  }
}
