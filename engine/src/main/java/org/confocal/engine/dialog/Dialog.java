package org.confocal.engine.dialog;

import java.util.List;

/**
 * A SIP dialog (RFC 3261 section 12) as any edge needs it for the next request.
 *
 * @param callId Call-ID
 * @param localTag our tag
 * @param remoteTag the peer's tag
 * @param localUri URI of our side: the To of the INVITE that came, without tag
 * @param remoteUri URI of the peer: the From of the INVITE that came, without tag
 * @param remoteTarget the peer's Contact URI
 * @param contact the Contact URI that we gave
 * @param routeSet Route values in the order to send them
 * @param remoteCseq highest CSeq number that the peer had used when this was journaled: a floor
 * @param peer where requests go: the first route, the address the peer sends from, or its Contact
 * @param peerUpdates the peer allows UPDATE (RFC 3311)
 */
public record Dialog(
    String callId,
    LegTag localTag,
    String remoteTag,
    String localUri,
    String remoteUri,
    String remoteTarget,
    String contact,
    List<String> routeSet,
    long remoteCseq,
    PeerAddress peer,
    boolean peerUpdates) {
  public Dialog {
    routeSet = List.copyOf(routeSet);
  }

  /** The same dialog after a target refresh (RFC 3261 section 12.2.2). */
  public Dialog refreshed(String newRemoteTarget, PeerAddress newPeer, long cseq) {
    return new Dialog(
        callId,
        localTag,
        remoteTag,
        localUri,
        remoteUri,
        newRemoteTarget,
        contact,
        routeSet,
        Math.max(cseq, remoteCseq),
        newPeer,
        peerUpdates);
  }

  /** The same dialog, in which the peer has another Contact of ours. */
  public Dialog reachedAt(String newContact) {
    return new Dialog(
        callId,
        localTag,
        remoteTag,
        localUri,
        remoteUri,
        remoteTarget,
        newContact,
        routeSet,
        remoteCseq,
        peer,
        peerUpdates);
  }

  /** Tells whether a request with these identifiers belongs to this dialog. */
  public boolean matches(String otherCallId, String otherRemoteTag) {
    return callId.equals(otherCallId) && remoteTag.equals(otherRemoteTag);
  }
}
