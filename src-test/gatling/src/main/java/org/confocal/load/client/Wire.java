package org.confocal.load.client;

import org.confocal.load.message.SipMessage;

/** A way to the server: the one UDP socket, or a TCP connection. */
public interface Wire {
  void send(SipMessage message);

  /** {@code UDP} or {@code TCP}. */
  String transport();

  /** Our end of it, as it stands in Via and Contact. */
  String hostPort();

  /** Whether messages arrive without being repeated. */
  default boolean reliable() {
    return !transport().equals("UDP");
  }

  /** One user less needs it. */
  void release();
}
