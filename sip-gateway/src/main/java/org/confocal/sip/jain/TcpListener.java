package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.confocal.sip.tls.TlsIdentity;

/** A listening TCP socket, with or without TLS; its connections live in the {@link TcpLoop}. */
final class TcpListener implements Listener {
  private static final int BACKLOG = 1024;

  private final ServerSocketChannel channel;
  private final InetSocketAddress local;
  private final TcpLoop loop;
  private final Optional<TlsIdentity> tls;

  private TcpListener(ServerSocketChannel channel, TcpLoop loop, Optional<TlsIdentity> tls)
      throws IOException {
    this.channel = channel;
    this.tls = tls;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.loop = loop;
  }

  /**
   * @param tls for a listener that speaks TLS
   */
  static TcpListener bind(SipStackSettings.Bind bind, TcpLoop loop, Optional<TlsIdentity> tls)
      throws SipBindException {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        // a restart finds the connections of the last run in TIME_WAIT; a second listener is
        // refused all the same
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(
            new InetSocketAddress(InetAddress.getByName(bind.host()), bind.port()), BACKLOG);
        channel.configureBlocking(false);
        return new TcpListener(channel, loop, tls);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SipBindException(bind, e);
    }
  }

  ServerSocketChannel channel() {
    return channel;
  }

  @Override
  public String transport() {
    return tls.isPresent() ? "tls" : "tcp";
  }

  /** The TLS of a connection that somebody has made to us; empty when it has none. */
  Optional<TlsSession> accepted() {
    return tls.map(t -> new TlsSession(t.server()));
  }

  /** The TLS of a connection of ours. */
  Optional<TlsSession> connected(InetSocketAddress peer) {
    return tls.map(t -> new TlsSession(t.client(peer.getHostString(), peer.getPort())));
  }

  /** Longest handshake; unused without TLS. */
  Duration greetingTime() {
    return tls.map(t -> t.settings().handshake().time()).orElse(Duration.ZERO);
  }

  /** How many handshakes of others may be under way; without TLS there are none. */
  int mostGreetings() {
    return tls.map(t -> t.settings().handshake().most()).orElse(Integer.MAX_VALUE);
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public Sender senderTo(InetAddress peer, int port) throws IOException {
    return loop.existing(this, peer, port)
        .orElseThrow(
            () -> new IOException("no connection to " + peer.getHostAddress() + ":" + port));
  }

  @Override
  public void start() {
    loop.listen(this);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
