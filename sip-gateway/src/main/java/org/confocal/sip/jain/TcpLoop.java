package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread with a selector that accepts, connects, reads and drains all TCP connections. */
final class TcpLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpLoop.class);
  private static final int READ_BYTES = 64 * 1024;
  private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Serials below this belong to UDP sockets. */
  private static final long FIRST_SERIAL = 1000;

  private final SipStackSettings settings;
  private final Inbound inbound;
  private final Counters counters;
  private final Timers timers;
  private final Consumer<Flow> closed;
  private final Selector selector;
  private final Thread thread = new Thread(this, "sip-tcp");
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Map<Long, TcpConnection> bySerial = new ConcurrentHashMap<>();
  private final Map<TcpWay, TcpConnection> byPeer = new ConcurrentHashMap<>();
  private final AtomicLong nextSerial = new AtomicLong(FIRST_SERIAL);
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);

  /** Touched by the loop only. */
  private final TcpDialer dialer;

  private final TcpWatches watches;
  private final Handshakes handshakes;
  private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

  private volatile boolean running = true;

  TcpLoop(
      SipStackSettings settings,
      Inbound inbound,
      Counters counters,
      Timers timers,
      Consumer<Flow> closed)
      throws IOException {
    this.settings = settings;
    this.inbound = inbound;
    this.counters = counters;
    this.timers = timers;
    this.closed = closed;
    this.selector = Selector.open();
    this.watches = new TcpWatches(this, settings.tcp());
    this.handshakes = new Handshakes(counters, timers);
    this.dialer = new TcpDialer(this, selector, settings, counters);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    running = false;
    selector.wakeup();
  }

  void listen(TcpListener listener) {
    run(
        () -> {
          try {
            listener.channel().register(selector, SelectionKey.OP_ACCEPT, listener);
          } catch (ClosedChannelException e) {
            LOG.debug("closed before it listened", e);
          }
        });
  }

  /** The connection with that peer, of the same transport as the listener's. */
  Optional<TcpConnection> existing(TcpListener listener, InetAddress peer, int port) {
    return existing(TcpWay.of(listener, new InetSocketAddress(peer, port)));
  }

  Optional<TcpConnection> existing(TcpWay way) {
    return Optional.ofNullable(byPeer.get(way)).filter(TcpConnection::isOpen);
  }

  Optional<TcpConnection> bySerial(long serial) {
    return Optional.ofNullable(bySerial.get(serial));
  }

  /**
   * @param done gets the connection, or null when there is none within the limit; called on the
   *     loop
   */
  void connect(TcpListener from, InetSocketAddress peer, Consumer<@Nullable TcpConnection> done) {
    run(() -> dialer.connect(from, peer, done));
  }

  void wantWrite(TcpConnection connection) {
    run(
        () -> {
          withKey(connection, key -> connection.interest(key, true));
          watches.writes(connection);
        });
  }

  void close(TcpConnection connection) {
    run(() -> drop(connection, "it cannot be written to"));
  }

  private void run(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Completes when the loop has ended by a fault after which nothing can be believed any more. */
  CompletionStage<Throwable> broken() {
    return broken;
  }

  @Override
  public void run() {
    try {
      while (running) {
        turn();
      }
    } catch (Error fatal) {
      LOG.error("TCP loop: it ends, and the node with it", fatal);
      broken.complete(fatal);
      return;
    }
    try {
      List.copyOf(bySerial.values()).forEach(c -> drop(c, "the end of this node"));
      dialer.stop();
    } catch (RuntimeException fault) {
      LOG.warn("TCP loop: not ended in order", fault);
    }
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("selector", e);
    }
  }

  private void turn() {
    try {
      selector.select(this::handle);
    } catch (IOException e) {
      LOG.warn("TCP loop: {}", e.toString());
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (CancelledKeyException closedMeanwhile) {
        LOG.debug("TCP loop", closedMeanwhile);
      } catch (RuntimeException fault) {
        LOG.warn("TCP loop: a task failed", fault);
      }
    }
  }

  /** A fault costs the connection that has it, and no other. */
  private void handle(SelectionKey key) {
    try {
      serve(key);
    } catch (CancelledKeyException closedMeanwhile) {
      LOG.debug("TCP loop", closedMeanwhile);
    } catch (RuntimeException fault) {
      LOG.warn("TCP loop: connection closed at={}", key.channel(), fault);
      if (key.attachment() instanceof TcpConnection connection) {
        run(() -> drop(connection, fault.toString()));
      } else if (key.attachment() instanceof TcpDialer.Connecting pending) {
        run(() -> dialer.giveUp(pending));
      }
    }
  }

  private void serve(SelectionKey key) {
    Object owner = key.attachment();
    if (owner instanceof TcpListener listener) {
      accept(listener);
    } else if (owner instanceof TcpDialer.Connecting pending) {
      dialer.connected(pending);
    } else if (owner instanceof TcpConnection connection) {
      try {
        if (key.isWritable() && connection.flush()) {
          connection.interest(key, false);
        }
        if (key.isReadable()) {
          read(connection);
        }
      } catch (IOException | CancelledKeyException e) {
        drop(connection, String.valueOf(e.getMessage()));
      }
    }
  }

  private void accept(TcpListener listener) {
    try {
      SocketChannel channel = listener.channel().accept();
      if (channel == null) {
        return;
      }
      if (bySerial.size() >= settings.tcp().maxConnections()
          || !handshakes.haveRoom(listener, channel.socket().getInetAddress())) {
        counters.overloaded.increment();
        channel.close();
        return;
      }
      TcpConnection connection = adopt(channel, listener, listener.accepted());
      if (!connection.isOpen()) {
        handshakes.begin(connection);
      }
    } catch (IOException e) {
      LOG.debug("accept on {}", listener.local(), e);
    }
  }

  TcpConnection adopt(SocketChannel channel, TcpListener listener, Optional<TlsSession> tls)
      throws IOException {
    channel.configureBlocking(false);
    channel.socket().setTcpNoDelay(true);
    TcpConnection connection =
        new TcpConnection(this, listener, channel, nextSerial.getAndIncrement(), tls, settings);
    channel.register(selector, SelectionKey.OP_READ, connection);
    bySerial.put(connection.flow().serial(), connection);
    byPeer.put(connection.way(), connection);
    watches.idle(connection);
    if (tls.isPresent()) {
      watches.handshake(connection, listener.greetingTime());
    }
    return connection;
  }

  private void read(TcpConnection connection) throws IOException {
    readBuffer.clear();
    int count = connection.channel().read(readBuffer);
    if (count < 0) {
      drop(connection, "the peer has closed it");
      return;
    }
    connection.bytesRead += count;
    readBuffer.flip();
    connection.receive(readBuffer, bytes -> frame(connection, bytes));
    if (connection.isClosed()) {
      return;
    }
    if (connection.isOpen()) {
      opened(connection, connection);
    }
    if (connection.pinged) {
      connection.pinged = false;
      connection.send(
          PONG); // one for all pings of one read: who does not read gets no heap of them
    }
    watches.tlsRecord(connection);
  }

  private void opened(TcpConnection connection, @Nullable TcpConnection result) {
    handshakes.over(connection);
    dialer.opened(connection, result);
  }

  private void frame(TcpConnection connection, ByteBuffer bytes) {
    if (connection.isClosed()) {
      return; // for what came before
    }
    boolean wasInMessage = connection.framer.isInMessage();
    try {
      connection.framer.feed(
          bytes, message -> message(connection, message), () -> ping(connection));
    } catch (WireFormatException e) {
      counters.malformedDropped.increment();
      LOG.info("connection closed flow={} reason=\"{}\"", connection.flow(), e.getMessage());
      drop(connection, "malformed"); // where the next message begins is not known any more
      return;
    }
    if (connection.framer.isInMessage() && !wasInMessage) {
      watches.message(connection);
    }
  }

  private void message(TcpConnection connection, byte[] bytes) {
    connection.messagesRead++;
    inbound.accept(bytes, connection);
  }

  private void ping(TcpConnection connection) {
    counters.keepAlives.increment();
    connection.pinged = true;
  }

  void later(long delayMs, Runnable task) {
    timers.after(delayMs, () -> run(task));
  }

  int connections() {
    return bySerial.size();
  }

  /**
   * @param why for whoever looks for the reason of a handshake that failed
   */
  void drop(TcpConnection connection, String why) {
    if (!connection.markClosed()) {
      return;
    }
    if (!connection.isOpen() && running) {
      handshakes.failed(connection, why);
    }
    bySerial.remove(connection.flow().serial());
    opened(connection, null);
    byPeer.remove(connection.way(), connection);
    closeQuietly(connection.channel());
    closed.accept(connection.flow());
  }

  private void withKey(TcpConnection connection, Consumer<SelectionKey> action) {
    SelectionKey key = connection.channel().keyFor(selector);
    if (key != null && key.isValid()) {
      action.accept(key);
    }
  }

  static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("close", e);
    }
  }
}
