package org.confocal.engine.presence;

import java.util.List;
import org.confocal.engine.dialog.PeerAddress;

/**
 * The dialog of a subscription to something of a user (RFC 6665 section 4.1).
 *
 * @param localUri To of the SUBSCRIBE, without tag
 * @param remoteUri From of the SUBSCRIBE, without tag
 * @param remoteTarget the subscriber's Contact URI
 * @param contact our Contact URI
 * @param routeSet Route values in the order to send them
 * @param peer where requests go
 */
public record SubscriberDialog(
    String callId,
    String localTag,
    String remoteTag,
    String localUri,
    String remoteUri,
    String remoteTarget,
    String contact,
    List<String> routeSet,
    PeerAddress peer) {
  public SubscriberDialog {
    routeSet = List.copyOf(routeSet);
  }

  /** Tells whether a request with these identifiers belongs to this dialog. */
  public boolean matches(String otherCallId, String otherRemoteTag) {
    return callId.equals(otherCallId) && remoteTag.equals(otherRemoteTag);
  }
}
