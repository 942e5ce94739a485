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
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<InetSocketAddress, TcpConnection> byPeer = new ConcurrentHashMap<>();
  private final AtomicLong nextSerial = new AtomicLong(FIRST_SERIAL);
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);

  /** Touched by the loop only. */
  private final Map<InetSocketAddress, Connecting> connecting = new HashMap<>();

  /** Connections to which something waits to be written. Touched by the loop only. */
  private final Set<TcpConnection> writing = new HashSet<>();

  /** Connections of ours whose handshake is not over. Touched by the loop only. */
  private final Map<TcpConnection, Connecting> opening = new HashMap<>();

  private volatile boolean running = true;

  /** A connection of ours that is not there yet, and those who wait for it. */
  private record Connecting(
      SocketChannel channel,
      TcpListener listener,
      InetSocketAddress peer,
      List<Consumer<@Nullable TcpConnection>> waiting) {}

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
    return Optional.ofNullable(byPeer.get(new InetSocketAddress(peer, port)))
        .filter(c -> c.flow().transport().equals(listener.transport()));
  }

  Optional<TcpConnection> bySerial(long serial) {
    return Optional.ofNullable(bySerial.get(serial));
  }

  /**
   * @param done gets the connection, or null when there is none within the limit; called on the
   *     loop
   */
  void connect(TcpListener from, InetSocketAddress peer, Consumer<@Nullable TcpConnection> done) {
    run(() -> connectNow(from, peer, done));
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
    List.copyOf(connecting.values()).forEach(c -> finish(c, null));
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
    } else if (owner instanceof Connecting pending) {
      connected(pending);
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
      adopt(channel, listener, listener.accepted());
    } catch (IOException e) {
      LOG.debug("accept on {}", listener.local(), e);
    }
  }

  private TcpConnection adopt(SocketChannel channel, TcpListener listener, Optional<TlsSession> tls)
      throws IOException {
    channel.configureBlocking(false);
    channel.socket().setTcpNoDelay(true);
    TcpConnection connection =
        new TcpConnection(this, listener, channel, nextSerial.getAndIncrement(), tls, settings);
    channel.register(selector, SelectionKey.OP_READ, connection);
    bySerial.put(connection.flow().serial(), connection);
    byPeer.put((InetSocketAddress) channel.getRemoteAddress(), connection);
    watchIdle(connection);
    if (tls.isPresent()) {
      watchHandshake(connection);
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
    Connecting pending = opening.remove(connection);
    if (pending != null) {
      finish(pending, result);
    }
  }

  private void frame(TcpConnection connection, ByteBuffer bytes) {
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

  private void watchHandshake(TcpConnection connection) {
    later(
        settings.tcp().messageTime().toMillis(),
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

  private void later(long delayMs, Runnable task) {
    timers.after(delayMs, () -> run(task));
  }

  private void connectNow(
      TcpListener from, InetSocketAddress peer, Consumer<@Nullable TcpConnection> done) {
    TcpConnection there = existing(from, peer.getAddress(), peer.getPort()).orElse(null);
    Connecting pending = connecting.get(peer);
    if (there != null) {
      done.accept(there);
    } else if (pending != null) {
      pending.waiting().add(done);
    } else if (connecting.size() + bySerial.size() >= settings.tcp().maxConnections()) {
      counters.overloaded.increment();
      done.accept(null);
    } else {
      open(from, peer, done);
    }
  }

  private void open(
      TcpListener from, InetSocketAddress peer, Consumer<@Nullable TcpConnection> done) {
    try {
      SocketChannel channel = SocketChannel.open();
      Connecting pending = new Connecting(channel, from, peer, new ArrayList<>(List.of(done)));
      connecting.put(peer, pending);
      try {
        channel.configureBlocking(false);
        if (!from.local().getAddress().isAnyLocalAddress()) {
          channel.bind(new InetSocketAddress(from.local().getAddress(), 0));
        }
        if (channel.connect(peer)) {
          connected(pending);
          return;
        }
        channel.register(selector, SelectionKey.OP_CONNECT, pending);
        later(settings.tcp().connectLimit().toMillis(), () -> finish(pending, null));
      } catch (IOException e) {
        finish(pending, null);
      }
    } catch (IOException e) {
      done.accept(null); // no file descriptor left
    }
  }

  private void connected(Connecting pending) {
    try {
      if (pending.channel().finishConnect()) {
        begin(pending);
      }
    } catch (IOException e) {
      finish(pending, null);
    }
  }

  /** With TLS a connection is there when both have said hello. */
  private void begin(Connecting pending) throws IOException {
    TcpConnection connection =
        adopt(pending.channel(), pending.listener(), pending.listener().connected(pending.peer()));
    if (connection.isOpen()) {
      finish(pending, connection);
    } else {
      opening.put(connection, pending);
      connection.begin();
    }
  }

  private void finish(Connecting pending, @Nullable TcpConnection connection) {
    if (!connecting.remove(pending.peer(), pending)) {
      return; // settled before
    }
    if (connection == null) {
      closeQuietly(pending.channel());
    }
    pending.waiting().forEach(w -> w.accept(connection));
  }

  private void drop(TcpConnection connection) {
    if (!connection.markClosed()) {
      return;
    }
    bySerial.remove(connection.flow().serial());
    opened(connection, null);
    byPeer.remove(
        new InetSocketAddress(connection.peer(), connection.flow().remotePort()), connection);
    closeQuietly(connection.channel());
    closed.accept(connection.flow());
  }

  private void withKey(TcpConnection connection, Consumer<SelectionKey> action) {
    SelectionKey key = connection.channel().keyFor(selector);
    if (key != null && key.isValid()) {
      action.accept(key);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("close", e);
    }
  }
}
