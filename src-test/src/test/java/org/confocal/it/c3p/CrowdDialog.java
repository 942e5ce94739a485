package org.confocal.it.c3p;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.confocal.it.kit.SipMessage;

/** A dialog of one of a crowd. */
public final class CrowdDialog {
  final String dialled;
  final String callId = UUID.randomUUID().toString();
  final String localTag = callId.substring(0, 8);
  final AtomicInteger cseq = new AtomicInteger();
  volatile String remoteTag = "";
  volatile String target;

  /** The ACK that is due when the 2xx comes again. */
  volatile String ack = "";

  CrowdDialog(String dialled) {
    this.dialled = dialled;
    this.target = dialled;
  }

  void established(SipMessage answer) {
    remoteTag = answer.toTag();
    target = answer.uriIn("Contact");
  }

  /** The conference's tag: its key is what stands before the first hyphen. */
  public String remoteTag() {
    return remoteTag;
  }
}
