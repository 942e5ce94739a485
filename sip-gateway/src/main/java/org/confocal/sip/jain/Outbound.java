package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.confocal.sip.message.Params;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds or makes the way on which a request of ours goes, puts its Via on top and starts it.
 * Nothing here waits: names are looked up by a bounded pool, connections are made by the {@link
 * TcpLoop}.
 *
 * <p>RFC 3261 sections 8.1.2 and 18.1.1; RFC 3581 section 3.
 */
final class Outbound {
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");
  private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);

  /** What our Via adds to a request, about. */
  private static final int VIA_BYTES = 120;

  private static final int MAX_REMEMBERED = 100_000;
  private static final int MAX_LOOKUPS = 256;

  private final SipStackSettings settings;
  private final Engine engine;
  private final LocalAddresses addresses;
  private final TcpLoop loop;
  private final Counters counters;
  private final SipListener listener;
  private final Timers timers;
  private final ThreadPoolExecutor resolvers;
  private final Set<InetSocketAddress> withoutTcp = ConcurrentHashMap.newKeySet();
  private final Set<ClientTransactionId> starting = ConcurrentHashMap.newKeySet();
  private final Set<ClientTransactionId> cancelledEarly = ConcurrentHashMap.newKeySet();

  /** What follows a request that was sent. */
  private enum Care {
    /** A transaction. */
    FOLLOW,
    /** Word that it went out. */
    TELL,
    /** Nothing, not even when it cannot be sent. */
    FORGET
  }

  /** A request on its way to a transaction, or to the wire. */
  private record Pending(ClientTransactionId id, SipRequest request, Care care) {}

  Outbound(
      SipStackSettings settings,
      Engine engine,
      LocalAddresses addresses,
      TcpLoop loop,
      Counters counters,
      SipListener listener,
      Timers timers) {
    this.settings = settings;
    this.engine = engine;
    this.addresses = addresses;
    this.loop = loop;
    this.counters = counters;
    this.listener = listener;
    this.timers = timers;
    int threads = settings.load().resolvers();
    this.resolvers =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_LOOKUPS),
            work -> {
              Thread thread = new Thread(work, "sip-resolver");
              thread.setDaemon(true);
              return thread;
            });
    this.resolvers.allowCoreThreadTimeOut(true);
  }

  void send(ClientTransactionId id, SipRequest request, Destination to) {
    send(id, request, to, Care.FOLLOW);
  }

  void sendOnce(ClientTransactionId id, SipRequest request, Destination to) {
    send(id, request, to, Care.TELL);
  }

  void sendAck(ClientTransactionId id, SipRequest ack, Destination to) {
    send(id, ack, to, Care.FORGET);
  }

  private void send(ClientTransactionId id, SipRequest request, Destination to, Care care) {
    SipRequest whole =
        request.headers().has("Max-Forwards") ? request : request.with("Max-Forwards", "70");
    Pending pending = new Pending(id, whole, care);
    if (care != Care.FORGET
        && engine.clientTransactions() + starting.size()
            >= settings.load().maxClientTransactions()) {
      counters.overloaded.increment();
      fail(pending, TransportFailure.OVERLOADED);
      return;
    }
    starting.add(pending.id());
    if (request.uri().scheme().equals("sips") && !isSecure(to)) {
      fail(pending, TransportFailure.UNREACHABLE); // RFC 3261 section 26.2.2: by TLS or not at all
    } else if (to instanceof Flow flow) {
      sender(flow)
          .ifPresentOrElse(s -> start(pending, s), () -> fail(pending, TransportFailure.FLOW_GONE));
    } else if (to instanceof Destination.Address address) {
      resolve(address.host(), pending, peer -> route(pending, address, peer));
    }
  }

  private static boolean isSecure(Destination to) {
    return (to instanceof Flow f ? f.transport() : ((Destination.Address) to).transport())
        .equals("tls");
  }

  void cancel(ClientTransactionId invite) {
    if (!engine.cancel(invite) && starting.contains(invite)) {
      cancelledEarly.add(invite);
      if (!starting.contains(invite) && cancelledEarly.remove(invite)) {
        engine.cancel(invite); // it started in between
      }
    }
  }

  /** The way behind a flow, if it still exists. */
  Optional<Sender> sender(Flow flow) {
    if (!flow.isUdp()) {
      return loop.bySerial(flow.serial()).map(c -> c);
    }
    try {
      InetAddress peer = InetAddress.getByName(flow.remoteHost());
      return addresses.udpListener(flow.serial()).map(l -> l.senderTo(peer, flow.remotePort()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  void close() {
    resolvers.shutdownNow();
  }

  private void resolve(String host, Pending pending, Consumer<InetAddress> then) {
    if (host.indexOf(':') >= 0 || IPV4.matcher(host).matches()) {
      lookUp(host, pending, then);
      return;
    }
    try {
      resolvers.execute(() -> lookUp(host, pending, then));
    } catch (RejectedExecutionException full) {
      counters.overloaded.increment();
      fail(pending, TransportFailure.OVERLOADED);
    }
  }

  private void lookUp(String host, Pending pending, Consumer<InetAddress> then) {
    InetAddress peer;
    try {
      peer = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      fail(pending, TransportFailure.UNKNOWN_HOST);
      return;
    }
    then.accept(peer);
  }

  private void route(Pending pending, Destination.Address to, InetAddress peer) {
    InetSocketAddress address = new InetSocketAddress(peer, to.port());
    if (!to.transport().equals("udp")) {
      overTcp(to.transport(), pending, address, () -> fail(pending, TransportFailure.UNREACHABLE));
    } else if (isLarge(pending.request()) && !withoutTcp.contains(address) && hasTcp(peer)) {
      overTcp(
          "tcp",
          pending,
          address,
          () -> {
            remember(address);
            overUdp(pending, address);
          });
    } else {
      overUdp(pending, address);
    }
  }

  private boolean isLarge(SipRequest request) {
    return request.toBytes().length + VIA_BYTES >= settings.timers().largeRequestBytes();
  }

  private boolean hasTcp(InetAddress peer) {
    return addresses.listenerFor("tcp", peer).isPresent();
  }

  private void overUdp(Pending pending, InetSocketAddress peer) {
    Optional<Listener> from = addresses.listenerFor("udp", peer.getAddress());
    if (from.isEmpty()) {
      fail(pending, TransportFailure.NO_LISTENER);
      return;
    }
    try {
      start(pending, from.get().senderTo(peer.getAddress(), peer.getPort()));
    } catch (IOException e) {
      fail(pending, TransportFailure.UNREACHABLE);
    }
  }

  private void overTcp(
      String transport, Pending pending, InetSocketAddress peer, Runnable otherwise) {
    if (addresses.listenerFor(transport, peer.getAddress()).orElse(null)
        instanceof TcpListener from) {
      loop.connect(
          from,
          peer,
          connection -> {
            if (connection == null) {
              otherwise.run();
            } else {
              start(pending, connection);
            }
          });
    } else {
      fail(pending, TransportFailure.NO_LISTENER);
    }
  }

  private void remember(InetSocketAddress peer) {
    long ms = settings.timers().udpAfterFailedTcp().toMillis();
    if (ms > 0 && withoutTcp.size() < MAX_REMEMBERED && withoutTcp.add(peer)) {

      timers.after(ms, () -> withoutTcp.remove(peer));
    }
  }

  private void start(Pending pending, Sender to) {
    Via via =
        new Via(
            to.flow().transport().toUpperCase(Locale.ROOT),
            addresses.advertised(to.listener(), to.peer()),
            Params.NONE.with("rport", null).with("branch", pending.id().value()));
    SipRequest request = pending.request().withVia(via);
    try {
      if (pending.care() == Care.FOLLOW) {
        engine.send(request, to);
      } else {
        byte[] bytes = request.toBytes();
        EngineChannel.Trace.out(to.flow(), bytes);
        to.send(bytes);
      }
    } catch (IOException e) {
      LOG.debug("not sent: {}", request, e);
      fail(pending, TransportFailure.UNREACHABLE);
      return;
    }
    starting.remove(pending.id());
    if (cancelledEarly.remove(pending.id())) {
      engine.cancel(pending.id());
    }
    if (pending.care() == Care.TELL) {
      timers.now(() -> listener.onSent(pending.id()));
    }
  }

  /** Told from another thread: the caller is not interrupted by what he has asked for. */
  private void fail(Pending pending, TransportFailure failure) {
    starting.remove(pending.id());
    cancelledEarly.remove(pending.id());
    counters.unsent.increment();
    if (pending.care() != Care.FORGET) {
      timers.now(() -> listener.onTransportError(pending.id(), failure));
    }
  }
}
