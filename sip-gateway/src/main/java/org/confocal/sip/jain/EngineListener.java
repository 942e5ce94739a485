package org.confocal.sip.jain;

import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.io.IOException;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns JAIN-SIP's events into ours. */
final class EngineListener implements javax.sip.SipListener {
  private static final Logger LOG = LoggerFactory.getLogger(EngineListener.class);

  private final Engine engine;
  private final SipListener listener;
  private final Counters counters;

  EngineListener(Engine engine, SipListener listener, Counters counters) {
    this.engine = engine;
    this.listener = listener;
    this.counters = counters;
  }

  @Override
  public void processRequest(RequestEvent event) {
    WireRequest wire = (WireRequest) event.getRequest();
    SipRequest request = wire.request();
    if (request.method().equals("ACK")) {
      listener.onAck(request, wire.sender().flow());
      return;
    }
    try {
      ServerTransaction transaction = event.getServerTransaction();
      if (transaction == null) {
        transaction = ((SipProvider) event.getSource()).getNewServerTransaction(wire);
      }
      engine.began(wire);
      if (request.method().equals("CANCEL")) {
        cancel(wire, (SIPServerTransaction) transaction);
      } else {
        listener.onRequest(
            request, new ServerTransactionId(wire.getTransactionId()), wire.sender().flow());
      }
      wire.dropBody();
    } catch (SipException e) {
      LOG.debug("no transaction for {}", request, e); // a repetition that overtook the first one
    }
  }

  private void cancel(WireRequest cancel, SIPServerTransaction transaction) {
    SIPServerTransaction found = engine.cancelled(cancel);
    SIPServerTransaction invite = found != null && isOfTheSame(cancel, found) ? found : null;
    SipResponse answer =
        invite == null
            ? cancel.request().response(481, "Call/Transaction Does Not Exist")
            : cancel.request().response(200, "OK");
    try {
      transaction.sendMessage(WireResponse.outgoing(answer.withToTag(Tokens.tag()), cancel));
    } catch (IOException e) {
      counters.unsent.increment();
      LOG.debug("answer not sent: {}", answer, e);
    } finally {
      engine.settle(cancel);
    }
    if (invite != null) {
      listener.onCancel(new ServerTransactionId(cancel.key()), cancel.sender().flow());
    }
  }

  /** Only where the INVITE came from: who has overheard its branch may not cancel it. */
  private static boolean isOfTheSame(WireRequest cancel, SIPServerTransaction transaction) {
    if (!(transaction.getOriginalRequest() instanceof WireRequest invite)) {
      return false;
    }
    Flow from = cancel.sender().flow();
    Flow of = invite.sender().flow();
    return from.isUdp() ? of.isUdp() && from.remoteHost().equals(of.remoteHost()) : from.equals(of);
  }

  @Override
  public void processResponse(ResponseEvent event) {
    SipResponse response = ((WireResponse) event.getResponse()).response();
    String method = response.cseq().method();
    if (method.equals("CANCEL")) {
      return;
    }
    SIPClientTransaction transaction = (SIPClientTransaction) event.getClientTransaction();
    if (transaction == null && !(method.equals("INVITE") && response.isSuccess())) {
      counters.stray.increment();
      return;
    }
    if (transaction != null
        && !response.isFinal()
        && transaction.getOriginalRequest() instanceof WireRequest request) {
      engine.sendWantedCancel(request);
    }
    String branch = response.topVia().flatMap(v -> v.branch()).orElse("");
    listener.onResponse(new ClientTransactionId(branch), response);
  }

  @Override
  public void processTimeout(TimeoutEvent event) {
    if (event.isServerTransaction()) {
      return; // an answer that was not acknowledged: whoever gave it waits for the ACK himself
    }
    tell((SIPTransaction) event.getClientTransaction(), false);
  }

  @Override
  public void processIOException(IOExceptionEvent event) {
    if (event.getSource() instanceof SIPClientTransaction transaction) {
      tell(transaction, true);
    }
  }

  private void tell(SIPTransaction transaction, boolean broken) {
    if (!(transaction.getOriginalRequest() instanceof WireRequest wire)
        || wire.getMethod().equals("CANCEL")) {
      return;
    }
    ClientTransactionId id =
        new ClientTransactionId(wire.request().topVia().flatMap(v -> v.branch()).orElse(""));
    if (broken) {
      listener.onTransportError(id, TransportFailure.UNREACHABLE);
    } else {
      listener.onTimeout(id);
    }
  }

  @Override
  public void processTransactionTerminated(TransactionTerminatedEvent event) {
    if (event.isServerTransaction()
        && event.getServerTransaction() instanceof SIPServerTransaction transaction
        && transaction.getOriginalRequest() instanceof WireRequest request) {
      engine.ended(request);
    }
  }

  @Override
  public void processDialogTerminated(DialogTerminatedEvent event) {
    // there are no dialogs here
  }
}
