package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the connections that we begin. Used by the thread of its {@link TcpLoop} only. */
final class TcpDialer {
  private final TcpLoop loop;
  private final Selector selector;
  private final SipStackSettings settings;
  private final Counters counters;
  private final Map<TcpWay, Connecting> connecting = new HashMap<>();

  /** Connections whose handshake is not over. */
  private final Map<TcpConnection, Connecting> opening = new HashMap<>();

  /** A connection of ours that is not there yet, and those who wait for it. */
  record Connecting(
      SocketChannel channel,
      TcpListener listener,
      InetSocketAddress peer,
      List<Consumer<@Nullable TcpConnection>> waiting) {
    TcpWay way() {
      return TcpWay.of(listener, peer);
    }
  }

  TcpDialer(TcpLoop loop, Selector selector, SipStackSettings settings, Counters counters) {
    this.loop = loop;
    this.selector = selector;
    this.settings = settings;
    this.counters = counters;
  }

  /** Whoever waits gets nothing any more. */
  void stop() {
    List.copyOf(connecting.values()).forEach(c -> finish(c, null));
  }

  /**
   * A connection is ready, or gone.
   *
   * @param result the connection, or null
   */
  void opened(TcpConnection connection, @Nullable TcpConnection result) {
    Connecting pending = opening.remove(connection);
    if (pending != null) {
      finish(pending, result);
    }
  }

  void connect(TcpListener from, InetSocketAddress peer, Consumer<@Nullable TcpConnection> done) {
    TcpWay way = TcpWay.of(from, peer);
    TcpConnection there = loop.existing(way).filter(c -> !isUnproven(c)).orElse(null);
    Connecting pending = connecting.get(way);
    if (there != null) {
      done.accept(there);
    } else if (pending != null) {
      pending.waiting().add(done);
    } else if (connecting.size() + loop.connections() >= settings.tcp().maxConnections()) {
      counters.overloaded.increment();
      done.accept(null);
    } else {
      open(from, peer, done);
    }
  }

  /**
   * Whoever has connected to us has shown no certificate: that he comes from an address proves
   * nothing (RFC 5923 section 5).
   */
  private static boolean isUnproven(TcpConnection connection) {
    return connection.flow().transport().equals("tls") && !connection.isOurs();
  }

  private void open(
      TcpListener from, InetSocketAddress peer, Consumer<@Nullable TcpConnection> done) {
    try {
      SocketChannel channel = SocketChannel.open();
      Connecting pending = new Connecting(channel, from, peer, new ArrayList<>(List.of(done)));
      connecting.put(pending.way(), pending);
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
        loop.later(settings.tcp().connectLimit().toMillis(), () -> giveUp(pending));
      } catch (IOException e) {
        finish(pending, null);
      }
    } catch (IOException e) {
      done.accept(null); // no file descriptor left
    }
  }

  void connected(Connecting pending) {
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
        loop.adopt(
            pending.channel(), pending.listener(), pending.listener().connected(pending.peer()));
    if (connection.isOpen()) {
      finish(pending, connection);
    } else {
      opening.put(connection, pending);
      try {
        connection.begin();
      } catch (IOException e) {
        loop.drop(connection, String.valueOf(e.getMessage()));
      }
    }
  }

  /** A connection that is there already has the time of a handshake, which the loop watches. */
  void giveUp(Connecting pending) {
    if (opening.values().stream().noneMatch(o -> o.channel().equals(pending.channel()))) {
      finish(pending, null);
    }
  }

  private void finish(Connecting pending, @Nullable TcpConnection connection) {
    if (!connecting.remove(pending.way(), pending)) {
      return; // settled before
    }
    if (connection == null) {
      TcpLoop.closeQuietly(pending.channel());
    }
    pending.waiting().forEach(w -> w.accept(connection));
  }
}
