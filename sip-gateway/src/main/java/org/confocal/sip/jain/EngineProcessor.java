package org.confocal.sip.jain;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;

/** What JAIN-SIP takes for a socket that listens: a front of one of our listeners. */
final class EngineProcessor extends MessageProcessor {
  private final SIPTransactionStack stack;
  private final Listener listener;

  EngineProcessor(SIPTransactionStack stack, Listener listener) {
    super(listener.local().getAddress(), listener.local().getPort(), listener.transport(), stack);
    this.stack = stack;
    this.listener = listener;
  }

  EngineChannel channel(Sender sender) {
    return new EngineChannel(stack, this, sender);
  }

  @Override
  public SIPTransactionStack getSIPStack() {
    return stack;
  }

  @Override
  public MessageChannel createMessageChannel(HostPort target) throws IOException {
    // always an address: WireRequest and Via.received see to it, so no name is looked up here
    String host = target.getHost().getHostname().replace("[", "").replace("]", "");
    return createMessageChannel(InetAddress.getByName(host), target.getPort());
  }

  @Override
  public MessageChannel createMessageChannel(InetAddress target, int port) throws IOException {
    return channel(listener.senderTo(target, port > 0 ? port : getDefaultTargetPort()));
  }

  @Override
  public void start() {
    // our listeners start themselves
  }

  @Override
  public void stop() {
    // and stop themselves
  }

  @Override
  public int getDefaultTargetPort() {
    return SipPorts.of(listener.transport());
  }

  @Override
  public boolean isSecure() {
    return listener.transport().equals("tls");
  }

  @Override
  public int getMaximumMessageSize() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean inUse() {
    return false;
  }
}
