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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
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

  /** Connections to which something waits to be written. Touched by the loop only. */
  private final Set<TcpConnection> writing = new HashSet<>();

  /** Connections of others whose handshake is not over. Touched by the loop only. */
  private final Set<TcpConnection> greeting = new HashSet<>();

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
          watchWrites(connection);
        });
  }

  void close(TcpConnection connection) {
    run(() -> drop(connection));
  }

  private void run(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  @Override
  public void run() {
    while (running) {
      try {
        selector.select(this::handle);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      } catch (IOException | CancelledKeyException e) {
        LOG.warn("TCP loop: {}", e.toString());
      }
    }
    List.copyOf(bySerial.values()).forEach(this::drop);
    dialer.stop();
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("selector", e);
    }
  }

  private void handle(SelectionKey key) {
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
        drop(connection);
      }
    }
  }

  private void accept(TcpListener listener) {
    try {
      SocketChannel channel = listener.channel().accept();
      if (channel == null) {
        return;
      }
      if (bySerial.size() >= settings.tcp().maxConnections()) {
        counters.overloaded.increment();
        channel.close();
        return;
      }
      if (greeting.size() >= listener.mostGreetings()) {
        counters.overloaded.increment();
        channel.close();
        return;
      }
      TcpConnection connection = adopt(channel, listener, listener.accepted());
      if (!connection.isOpen()) {
        greeting.add(connection);
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
    watchIdle(connection);
    if (tls.isPresent()) {
      watchHandshake(connection, listener.greetingTime());
    }
    return connection;
  }

  private void read(TcpConnection connection) throws IOException {
    readBuffer.clear();
    int count = connection.channel().read(readBuffer);
    if (count < 0) {
      drop(connection);
      return;
    }
    connection.bytesRead += count;
    readBuffer.flip();
    connection.receive(readBuffer, bytes -> frame(connection, bytes));
    if (connection.isOpen()) {
      opened(connection, connection);
    }
  }

  private void opened(TcpConnection connection, @Nullable TcpConnection result) {
    greeting.remove(connection);
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
      drop(connection); // where the next message begins is not known any more
      return;
    }
    if (connection.framer.isInMessage() && !wasInMessage) {
      watchMessage(connection);
    }
  }

  private void message(TcpConnection connection, byte[] bytes) {
    connection.messagesRead++;
    inbound.accept(bytes, connection);
  }

  private void ping(TcpConnection connection) {
    counters.keepAlives.increment();
    try {
      connection.send(PONG);
    } catch (IOException e) {
      drop(connection);
    }
  }

  private void watchHandshake(TcpConnection connection, Duration limit) {
    later(
        limit.toMillis(),
        () -> {
          if (!connection.isOpen()) {
            drop(connection);
          }
        });
  }

  private void watchMessage(TcpConnection connection) {
    long seen = connection.messagesRead;
    later(
        settings.tcp().messageTime().toMillis(),
        () -> {
          if (connection.messagesRead == seen && connection.framer.isInMessage()) {
            drop(connection);
          } else if (connection.framer.isInMessage()
              && bySerial.containsKey(connection.flow().serial())) {
            watchMessage(connection);
          }
        });
  }

  /** Who takes nothing for the time of a message while something waits for him does not read. */
  private void watchWrites(TcpConnection connection) {
    if (!writing.add(connection)) {
      return;
    }
    long seen = connection.bytesWritten();
    later(
        settings.tcp().messageTime().toMillis(),
        () -> {
          writing.remove(connection);
          if (connection.hasQueued() && connection.bytesWritten() == seen) {
            drop(connection);
          } else if (connection.hasQueued()) {
            watchWrites(connection);
          }
        });
  }

  private void watchIdle(TcpConnection connection) {
    long seen = connection.bytesRead;
    later(
        settings.tcp().idleTime().toMillis(),
        () -> {
          if (connection.bytesRead == seen) {
            drop(connection);
          } else if (bySerial.containsKey(connection.flow().serial())) {
            watchIdle(connection);
          }
        });
  }

  void later(long delayMs, Runnable task) {
    timers.after(delayMs, () -> run(task));
  }

  int connections() {
    return bySerial.size();
  }

  void drop(TcpConnection connection) {
    if (!connection.markClosed()) {
      return;
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
