package org.confocal.sip.jain;

import java.io.IOException;

/** The stack cannot listen; the message is one line with transport, address and port. */
public final class SipBindException extends Exception {
  private static final long serialVersionUID = 1L;

  SipBindException(SipStackSettings.Bind bind, IOException cause) {
    super("cannot listen on " + bind.write() + ": " + cause.getMessage(), cause);
  }
}
