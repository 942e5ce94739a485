package org.confocal.sip.jain;

import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What JAIN-SIP takes for a socket to one peer: a front of one of our senders. */
final class EngineChannel extends MessageChannel implements RawMessageChannel {
  /** Whole messages, bodies included, at TRACE. */
  static final Logger MESSAGES = LoggerFactory.getLogger("org.confocal.sip.messages");

  private final SIPTransactionStack stack;
  private final Sender sender;

  EngineChannel(SIPTransactionStack stack, EngineProcessor processor, Sender sender) {
    this.stack = stack;
    this.messageProcessor = processor;
    this.sender = sender;
  }

  @Override
  public void sendMessage(SIPMessage message) throws IOException {
    send(bytesOf(message));
  }

  @Override
  public void sendMessage(SIPMessage message, InetAddress receiver, int port) throws IOException {
    send(bytesOf(message));
  }

  @Override
  protected void sendMessage(byte[] message, InetAddress receiver, int port, boolean reconnect)
      throws IOException {
    send(message);
  }

  private void send(byte[] bytes) throws IOException {
    Trace.out(sender.flow(), bytes);
    sender.send(bytes);
  }

  private byte[] bytesOf(SIPMessage message) throws IOException {
    if (message instanceof WireRequest || message instanceof WireResponse) {
      return message.encodeAsBytes(getTransport());
    }
    if (message instanceof SIPRequest request && request.getMethod().equals("ACK")) {
      return ackOfFailure(request);
    }
    throw new IOException("JAIN-SIP made a message of its own: " + message.getFirstLine());
  }

  /**
   * JAIN-SIP makes the ACK of a failed INVITE from the few fields it knows: say it in the words of
   * the real request.
   */
  private byte[] ackOfFailure(SIPRequest ack) throws IOException {
    String key = ack.getTopmostVia().getBranch().toLowerCase(Locale.ROOT);
    SIPTransaction transaction = stack.findTransaction(key, false);
    if (transaction != null
        && transaction.getOriginalRequest() instanceof WireRequest invite
        && ack.getTo() instanceof To to) {
      return invite.request().ackOfFailure(to.getParameter(WireRequest.WRITTEN)).toBytes();
    }
    throw new IOException("ACK without its INVITE");
  }

  @Override
  public void processMessage(SIPMessage message) {
    throw new IllegalStateException("JAIN-SIP receives through Engine");
  }

  @Override
  public void close() {
    // connections end by their own rules
  }

  @Override
  public SIPTransactionStack getSIPStack() {
    return stack;
  }

  @Override
  public String getTransport() {
    return sender.flow().transport();
  }

  @Override
  public boolean isReliable() {
    return sender.isReliable();
  }

  @Override
  public boolean isSecure() {
    return getTransport().equals("tls");
  }

  @Override
  public String getPeerAddress() {
    return sender.flow().remoteHost();
  }

  @Override
  protected InetAddress getPeerInetAddress() {
    return sender.peer();
  }

  @Override
  protected String getPeerProtocol() {
    return "confocal"; // matches no listener, so that JAIN-SIP never takes a short cut to itself
  }

  @Override
  public int getPeerPort() {
    return sender.flow().remotePort();
  }

  @Override
  public int getPeerPacketSourcePort() {
    return sender.flow().remotePort();
  }

  @Override
  public InetAddress getPeerPacketSourceAddress() {
    return sender.peer();
  }

  @Override
  public String getKey() {
    return getKey(sender.peer(), sender.flow().remotePort(), getTransport());
  }

  @Override
  public String getViaHost() {
    return sender.listener().local().getAddress().getHostAddress();
  }

  @Override
  public int getViaPort() {
    return sender.listener().local().getPort();
  }

  /** The log of what goes over the wire. */
  static final class Trace {
    private Trace() {}

    static void out(Flow flow, byte[] bytes) {
      if (MESSAGES.isTraceEnabled()) {
        MESSAGES.trace("sent on {}:\n{}", flow, LogText.of(bytes));
      }
    }

    static void in(Flow flow, byte[] bytes) {
      if (MESSAGES.isTraceEnabled()) {
        MESSAGES.trace("received on {}:\n{}", flow, LogText.of(bytes));
      }
    }
  }
}
