package org.confocal.sip.jain;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Properties;
import javax.sip.PeerUnavailableException;
import javax.sip.address.Hop;

/** JAIN-SIP without its router: a request knows where it goes. */
final class EngineStack extends SipStackImpl {
  private EngineStack(Properties properties) throws PeerUnavailableException {
    super(properties);
  }

  static EngineStack create(SipStackSettings settings) {
    Properties p = new Properties();
    p.setProperty("javax.sip.STACK_NAME", "confocal");
    p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    p.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
    p.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
    p.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
    p.setProperty(
        "gov.nist.javax.sip.THREAD_POOL_SIZE", Integer.toString(settings.load().workers()));
    p.setProperty("gov.nist.javax.sip.STACK_LOGGER", QuietLogs.Stack.class.getName());
    p.setProperty("gov.nist.javax.sip.SERVER_LOGGER", QuietLogs.Server.class.getName());
    // the tables are bounded by AdmissionGate and Outbound, which say so to the peer; JAIN-SIP
    // would
    // block or drop
    p.setProperty("gov.nist.javax.sip.MAX_SERVER_TRANSACTIONS", "10000000");
    p.setProperty("gov.nist.javax.sip.THREAD_PRIORITY", Integer.toString(Thread.NORM_PRIORITY));
    try {
      return new EngineStack(p);
    } catch (PeerUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Hop getNextHop(SIPRequest request) {
    return ((WireRequest) request).hop();
  }
}
