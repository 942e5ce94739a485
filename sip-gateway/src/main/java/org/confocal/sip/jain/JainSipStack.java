package org.confocal.sip.jain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.tls.TlsIdentity;

/**
 * SIP over UDP, TCP and TLS with transactions and without dialogs. Every method may be called from
 * any thread and returns at once; what becomes of a request is told to the {@link SipListener}.
 *
 * <p>What the caller keeps, because no transaction does: the tags, route sets and sequence numbers
 * of his dialogs; the 2xx to an INVITE, which he repeats ({@link #repeat}) until its ACK comes; the
 * ACK of a 2xx, which he sends again for each repetition. No header is added to a request but Via,
 * Max-Forwards (if missing) and Content-Length, and none but Content-Length to a response: Expires
 * in the 2xx to SUBSCRIBE or REGISTER, Contact in the 2xx to INVITE are his.
 */
public final class JainSipStack implements AutoCloseable {
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");
  private static final String SOME_HOST_OUTSIDE =
      "192.0.2.1"; // RFC 5737: asks for the default route

  private final Counters counters = new Counters();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean listening = new AtomicBoolean();
  private final List<Listener> listeners = new ArrayList<>();
  private final Timers timers = new Timers();
  private final SipStackSettings settings;
  private final Engine engine;
  private final StatelessAnswers answers;
  private final Inbound inbound;
  private final TcpLoop loop;
  private final LocalAddresses addresses;
  private final Outbound outbound;

  private JainSipStack(SipStackSettings settings, Optional<TlsIdentity> tls, SipListener listener)
      throws SipBindException {
    this.settings = settings;
    engine = new Engine(settings, listener, counters);
    answers = new StatelessAnswers(settings.admission().retryAfter(), counters, this::ownHost);
    inbound = new Inbound(settings, engine, answers, counters, timers);
    try {
      loop = new TcpLoop(settings, inbound, counters, timers, listener::onFlowClosed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bind(settings, tls);
    listeners.forEach(engine::add);
    addresses = new LocalAddresses(settings, listeners, timers);
    outbound = new Outbound(settings, engine, addresses, loop, counters, listener, timers);
    inbound.start();
    timers.after(settings.admission().answerLimit().toMillis(), this::endUnanswered);
    loop.start();
  }

  /**
   * Binds all listeners. What comes waits in the system until {@link #listen}.
   *
   * @throws SipBindException if one of them cannot be had; then nothing is left open
   */
  public static JainSipStack bind(SipStackSettings settings, SipListener listener)
      throws SipBindException {
    return new JainSipStack(settings, Optional.empty(), listener);
  }

  /**
   * Binds all listeners and starts.
   *
   * @throws SipBindException if one of them cannot be had; then nothing is left open
   */
  public static JainSipStack start(SipStackSettings settings, SipListener listener)
      throws SipBindException {
    JainSipStack stack = bind(settings, listener);
    stack.listen();
    return stack;
  }

  /**
   * The same with a certificate, so that it can listen for TLS.
   *
   * @throws SipBindException if one of the listeners cannot be had; then nothing is left open
   */
  public static JainSipStack start(SipStackSettings settings, TlsIdentity tls, SipListener listener)
      throws SipBindException {
    JainSipStack stack = bind(settings, tls, listener);
    stack.listen();
    return stack;
  }

  /**
   * As {@link #bind(SipStackSettings, SipListener)}, with a certificate.
   *
   * @throws SipBindException if one of the listeners cannot be had; then nothing is left open
   */
  public static JainSipStack bind(SipStackSettings settings, TlsIdentity tls, SipListener listener)
      throws SipBindException {
    return new JainSipStack(settings, Optional.of(tls), listener);
  }

  /**
   * From now on messages are read and connections accepted; the second time nothing. Whoever is
   * told of them must be there: a request of which nobody is told would swallow its repetitions.
   */
  public void listen() {
    if (listening.compareAndSet(false, true)) {
      listeners.forEach(Listener::start);
    }
  }

  private void bind(SipStackSettings settings, Optional<TlsIdentity> tls) throws SipBindException {
    try {
      long serial = 1;
      for (SipStackSettings.Bind b : settings.listen()) {
        listeners.add(
            switch (b.transport()) {
              case "udp" ->
                  UdpListener.bind(
                      b, settings.load().udpBufferBytes(), serial++, inbound, counters);
              case "tls" -> TcpListener.bind(b, loop, Optional.of(tls.orElseThrow()));
              default -> TcpListener.bind(b, loop, Optional.empty());
            });
      }
    } catch (SipBindException e) {
      listeners.forEach(Listener::close);
      inbound.close();
      timers.close();
      loop.start();
      loop.stop();
      stopEngine();
      throw e;
    }
  }

  /** Where we listen, with real ports, in the order of the settings. */
  public List<SipStackSettings.Bind> listening() {
    return listeners.stream()
        .map(
            l ->
                new SipStackSettings.Bind(
                    l.transport(),
                    LocalAddresses.text(l.local().getAddress()),
                    l.local().getPort()))
        .toList();
  }

  /**
   * Host and port for a Contact that this peer can reach: the advertised ones, or the local address
   * towards it. Never 0.0.0.0.
   *
   * @throws IllegalArgumentException if we do not listen on that transport
   */
  public HostPort advertised(Destination towards) {
    return seenFrom(towards, addresses::advertised);
  }

  /**
   * Host and port for another node of ours: where we listen, whatever is advertised. Never 0.0.0.0.
   *
   * @throws IllegalArgumentException if we do not listen on that transport
   */
  public HostPort local(Destination towards) {
    return seenFrom(towards, addresses::local);
  }

  private HostPort seenFrom(
      Destination towards, BiFunction<Listener, InetAddress, HostPort> address) {
    String transport =
        towards instanceof Flow f ? f.transport() : ((Destination.Address) towards).transport();
    String host =
        towards instanceof Flow f ? f.remoteHost() : ((Destination.Address) towards).host();
    boolean literal = host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    try {
      InetAddress peer = InetAddress.getByName(literal ? host : SOME_HOST_OUTSIDE);
      Listener listener =
          towards instanceof Flow f && outbound.sender(f).isPresent()
              ? outbound.sender(f).get().listener()
              : addresses.listenerFor(transport, peer).orElseThrow(() -> notListening(transport));
      return address.apply(listener, peer);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host: " + host + " (expected: an address)", e);
    }
  }

  /**
   * Tells whether requests to this host and port come to us.
   *
   * @param machine knows the addresses of this machine
   */
  public boolean isReachedAt(HostPort address, Predicate<String> machine) {
    return listeners.stream().anyMatch(l -> addresses.reaches(l, address, machine));
  }

  private void endUnanswered() {
    timers.after(settings.admission().answerLimit().toMillis(), this::endUnanswered);
    engine.endUnanswered();
  }

  private String ownHost(Sender towards) {
    return addresses.advertised(towards.listener(), towards.peer()).host();
  }

  private static IllegalArgumentException notListening(String transport) {
    return new IllegalArgumentException(
        "transport: " + transport + " (expected: one on which we listen)");
  }

  /**
   * Answers a request. A provisional answer may be followed by others, a final one by none. A 2xx
   * to an INVITE is sent once: see {@link #repeat}. An answer whose transaction is over is dropped
   * and counted (see {@link ServerTransactionId}).
   *
   * @param response from {@link SipRequest#response}, with its To-tag unless it is a 100
   */
  public void respond(ServerTransactionId id, SipResponse response) {
    engine.respond(id, response);
  }

  /** The name of a transaction to come: whoever waits for its answers can be ready for them. */
  public ClientTransactionId newTransaction() {
    return new ClientTransactionId(Tokens.branch());
  }

  /**
   * The same with an end of its branch that the caller knows again.
   *
   * @param mark lower-case letters and digits
   */
  public ClientTransactionId newTransaction(String mark) {
    return new ClientTransactionId(Tokens.branch() + "." + mark);
  }

  /**
   * Sends a request and follows it to its final answer. Via and, if missing, Max-Forwards are put
   * on. The listener may hear of it before this method returns.
   *
   * @param id its name in all that the listener hears of it; from {@link #newTransaction}, used
   *     once
   * @param request any but ACK and CANCEL
   */
  public void send(ClientTransactionId id, SipRequest request, Destination to) {
    if (request.method().equals("ACK") || request.method().equals("CANCEL")) {
      throw new IllegalArgumentException(
          "method: " + request.method() + " (expected: sendAck or cancel for it)");
    }
    outbound.send(id, request, to);
  }

  /** The same under a name that is told when it is on its way: answers may come before. */
  ClientTransactionId send(SipRequest request, Destination to) {
    ClientTransactionId id = newTransaction();
    send(id, request, to);
    return id;
  }

  /**
   * Sends a request that wants no answer, once, outside any transaction. The listener hears that it
   * went out, or that it could not be sent.
   */
  public void sendOnce(ClientTransactionId id, SipRequest request, Destination to) {
    outbound.sendOnce(id, request, to);
  }

  /**
   * Sends the ACK of a 2xx, once, outside any transaction. Failure is silent: the 2xx will come
   * again.
   */
  public void sendAck(SipRequest ack, Destination to) {
    if (!ack.method().equals("ACK")) {
      throw new IllegalArgumentException("method: " + ack.method() + " (expected: ACK)");
    }
    outbound.sendAck(newTransaction(), ack, to);
  }

  /**
   * Cancels an INVITE of ours: at once if a provisional answer came, else when it comes. The INVITE
   * still ends with a final answer, a timeout or an error.
   */
  public void cancel(ClientTransactionId invite) {
    outbound.cancel(invite);
  }

  /**
   * Sends an answer again, straight to where the answers of its transaction go; for the 2xx to an
   * INVITE.
   */
  public void repeat(SipResponse response, Flow flow) {
    outbound.sender(flow).ifPresent(s -> answers.send(response, s));
  }

  /**
   * True if something can still be sent on this flow; for UDP always, as long as the flow is of
   * this process.
   */
  public boolean isOpen(Flow flow) {
    return outbound.sender(flow).isPresent();
  }

  /** Closes a TCP connection; nothing for UDP. */
  public void close(Flow flow) {
    if (!flow.isUdp()) {
      loop.bySerial(flow.serial()).ifPresent(loop::close);
    }
  }

  public SipStackCounters counters() {
    return counters.now(inbound.gate(), engine);
  }

  /** Completes when TCP and TLS have ended by a fault: then this node is of no use any more. */
  public CompletionStage<Throwable> broken() {
    return loop.broken();
  }

  /** Requests that came in and whose transactions are still kept. */
  public int serverTransactions() {
    return engine.serverTransactions();
  }

  /** Requests of ours whose transactions are still kept. */
  public int clientTransactions() {
    return engine.clientTransactions();
  }

  /** Frees all ports at once; transactions end without a word. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listeners.forEach(Listener::close);
    loop.stop();
    inbound.close();
    outbound.close();
    timers.close();
    stopEngine();
  }

  /** JAIN-SIP sleeps for a second when it stops: let nobody wait for that. */
  private void stopEngine() {
    Thread thread = new Thread(engine::stop, "sip-engine-stop");
    thread.setDaemon(true);
    thread.start();
  }
}
