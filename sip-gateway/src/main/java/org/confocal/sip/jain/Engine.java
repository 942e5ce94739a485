package org.confocal.sip.jain;

import gov.nist.javax.sip.SipProviderImpl;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.ServerRequestInterface;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TooManyListenersException;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.TransactionState;
import javax.sip.TransportNotSupportedException;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction layer: what goes into JAIN-SIP and what is asked of it. Its events come out
 * through {@link EngineListener}.
 */
final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Bytes of a body that a datagram of 65,507 bytes can carry beside all headers. */
  private static final int LARGEST_ANSWER = 60_000;

  private final SipStackSettings settings;
  private final Counters counters;
  private final EngineStack stack;
  private final EngineListener events;
  private final Map<Listener, SipProviderImpl> providers = new HashMap<>();
  private final Map<Listener, EngineProcessor> processors = new HashMap<>();

  /**
   * Keys of transactions that share Via and CSeq with an older one; an entry lives as long as its
   * transaction.
   */
  private final Map<String, String> renamed = new ConcurrentHashMap<>();

  /** By their transactions: requests without a final answer. */
  private final Map<String, WireRequest> unanswered = new ConcurrentHashMap<>();

  Engine(SipStackSettings settings, SipListener listener, Counters counters) {
    this.settings = settings;
    this.counters = counters;
    this.stack = EngineStack.create(settings);
    this.events = new EngineListener(this, listener, counters);
  }

  /** Before the first message only. */
  void add(Listener listener) {
    EngineProcessor processor = new EngineProcessor(stack, listener);
    stack.setMessageProcessorFactory((s, address, port, transport) -> processor);
    try {
      ListeningPoint point =
          stack.createListeningPoint(
              listener.local().getAddress().getHostAddress(),
              listener.local().getPort(),
              listener.transport());
      SipProviderImpl provider = (SipProviderImpl) stack.createSipProvider(point);
      provider.setAutomaticDialogSupportEnabled(false);
      provider.addSipListener(events);
      providers.put(listener, provider);
      processors.put(listener, processor);
    } catch (TransportNotSupportedException
        | InvalidArgumentException
        | ObjectInUseException
        | TooManyListenersException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param permit of this request; its transaction, if it gets one, holds it
   */
  void receive(SipRequest request, Sender from, AdmissionGate.@Nullable Permit permit) {
    WireRequest wire = WireRequest.incoming(request, from, keyFor(request), permit);
    EngineChannel channel = processor(from).channel(from);
    ServerRequestInterface target = stack.newSIPServerRequest(wire, channel);
    if (target == null) {
      return; // JAIN-SIP is at work on this very transaction
    }
    try {
      target.processRequest(wire, channel);
    } finally {
      if (target instanceof SIPServerTransaction transaction && !transaction.passToListener()) {
        transaction.releaseSem();
      }
    }
  }

  void receive(SipResponse response, Sender from) {
    WireResponse wire = WireResponse.incoming(response, from);
    EngineChannel channel = processor(from).channel(from);
    ServerResponseInterface target = stack.newSIPServerResponse(wire, channel);
    if (target == null) {
      return;
    }
    try {
      if (target instanceof SIPClientTransaction transaction && !transaction.checkFromTag(wire)) {
        counters.stray.increment();
        return;
      }
      target.processResponse(wire, channel);
    } finally {
      if (target instanceof SIPTransaction transaction && !transaction.passToListener()) {
        transaction.releaseSem();
      }
    }
  }

  /**
   * True if there is a transaction with this key.
   *
   * @param key from {@link WireRequest#key}
   */
  boolean isKnown(String key) {
    return stack.findTransaction(renamed.getOrDefault(key, key), true) != null;
  }

  /**
   * Clients of the OCS generation answer a challenge with the same request, same branch and same
   * CSeq, plus credentials: that is a new transaction and not a repetition, so it gets another key.
   */
  private String keyFor(SipRequest request) {
    String plain = WireRequest.key(request);
    String key = renamed.getOrDefault(plain, plain);
    List<String> credentials = credentials(request);
    if (!credentials.isEmpty()
        && stack.findTransaction(key, true) instanceof SIPServerTransaction old
        && (old.getLastResponseStatusCode() == 401 || old.getLastResponseStatusCode() == 407)
        && old.getOriginalRequest() instanceof WireRequest before
        && !credentials(before.request()).equals(credentials)) {
      key = plain + "," + Tokens.tag();
      renamed.put(plain, key);
    }
    return key;
  }

  private static List<String> credentials(SipRequest request) {
    List<String> found = new ArrayList<>(request.headers().values("Authorization"));
    found.addAll(request.headers().values("Proxy-Authorization"));
    return found;
  }

  /** A request has got a transaction, which holds its permit from now on. */
  void began(WireRequest request) {
    request.hold();
    unanswered.put(request.getTransactionId(), request);
  }

  /** Answers all requests that were without a final answer when this was called before. */
  void endUnanswered() {
    int count = 0;
    for (WireRequest overdue : unanswered.values()) {
      if (overdue.isOverdue()) {
        LOG.debug("not answered: {}", overdue.request());
        counters.unanswered.increment();
        respond(
            new ServerTransactionId(overdue.getTransactionId()),
            overdue.request().response(500, "Server Internal Error").withToTag(Tokens.tag()));
        count++;
      }
    }
    if (count > 0) {
      LOG.warn("requests without an answer ended by 500 count={}", count);
    }
  }

  /** A request will get no answer from above any more. */
  void settle(WireRequest request) {
    request.settle();
    unanswered.remove(request.getTransactionId(), request);
  }

  /** A transaction has ended. */
  void ended(WireRequest request) {
    settle(request);
    if (!renamed.isEmpty() && !request.isOurs()) {
      renamed.remove(WireRequest.key(request.request()), request.key());
    }
  }

  int serverTransactions() {
    return stack.getServerTransactionTableSize();
  }

  int clientTransactions() {
    return stack.getClientTransactionTableSize();
  }

  void respond(ServerTransactionId id, SipResponse response) {
    boolean isOpen = response.isFinal() ? settle(id) : unanswered.containsKey(id.value());
    if (isOpen
        && stack.findTransaction(id.value(), true) instanceof SIPServerTransaction transaction
        && transaction.getOriginalRequest() instanceof WireRequest request) {
      if (response.status() > 100 && request.getMethod().equals("INVITE")) {
        request.settle(); // who rings waits for a person, not for us: no place in the gate for that
      }
      try {
        transaction.sendMessage(WireResponse.outgoing(carried(response, request), request));
      } catch (IOException e) {
        counters.unsent.increment();
        LOG.debug("answer not sent: {}", response, e);
      }
    } else {
      counters.lateAnswers.increment();
      LOG.debug("answer without transaction: {}", response);
    }
  }

  /** What no datagram can carry would be lost without a word: the client is told so instead. */
  private static SipResponse carried(SipResponse response, WireRequest request) {
    int bytes = response.body().length();
    if (!request.sender().flow().isUdp() || bytes <= LARGEST_ANSWER) {
      return response;
    }
    return request
        .request()
        .response(513, "Answer of " + bytes + " bytes fits no datagram: ask over TCP")
        .withToTag(response.to().tag().orElseGet(Tokens::tag));
  }

  /** False if there is no such request, or if it has its final answer. */
  private boolean settle(ServerTransactionId id) {
    WireRequest request = unanswered.remove(id.value());
    if (request == null) {
      return false;
    }
    request.settle();
    return true;
  }

  /**
   * @param request with its Via
   */
  void send(SipRequest request, Sender to) throws IOException {
    start(WireRequest.outgoing(request, to));
  }

  /** False if there is no such transaction. */
  boolean cancel(ClientTransactionId id) {
    SIPTransaction transaction = stack.findTransaction(id.value().toLowerCase(Locale.ROOT), false);
    if (transaction == null || !(transaction.getOriginalRequest() instanceof WireRequest invite)) {
      return false;
    }
    invite.wantCancel();
    if (transaction.getInternalState() == TransactionState._PROCEEDING) {
      sendWantedCancel(invite);
    }
    return true;
  }

  /** Sends the CANCEL that waited for this INVITE's first provisional answer, if there is one. */
  void sendWantedCancel(WireRequest invite) {
    if (!invite.takeCancel()) {
      return;
    }
    try {
      start(WireRequest.outgoing(invite.request().cancel(), invite.sender()));
    } catch (IOException e) {
      counters.unsent.increment();
      LOG.debug("CANCEL not sent: {}", invite.request(), e);
    }
  }

  /** The INVITE transaction that a CANCEL means, or null. */
  @Nullable SIPServerTransaction cancelled(WireRequest cancel) {
    return (SIPServerTransaction) stack.findCancelTransaction(cancel, true);
  }

  void stop() {
    stack.stop();
  }

  private void start(WireRequest request) throws IOException {
    SipProviderImpl provider = providers.get(request.sender().listener());
    if (provider == null) {
      throw new IllegalStateException("no provider for " + request.sender().listener().local());
    }
    try {
      SIPClientTransaction transaction =
          (SIPClientTransaction) provider.getNewClientTransaction(request);
      transaction.setRetransmitTimer((int) settings.timers().t1().toMillis());
      transaction.sendRequest();
    } catch (SipException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private EngineProcessor processor(Sender from) {
    EngineProcessor processor = processors.get(from.listener());
    if (processor == null) {
      throw new IllegalStateException("no processor for " + from.listener().local());
    }
    return processor;
  }
}
