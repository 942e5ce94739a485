package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** A listening TCP socket; its connections live in the {@link TcpLoop}. */
final class TcpListener implements Listener {
  private static final int BACKLOG = 1024;

  private final ServerSocketChannel channel;
  private final InetSocketAddress local;
  private final TcpLoop loop;

  private TcpListener(ServerSocketChannel channel, TcpLoop loop) throws IOException {
    this.channel = channel;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.loop = loop;
  }

  static TcpListener bind(SipStackSettings.Bind bind, TcpLoop loop) throws SipBindException {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        // a restart finds the connections of the last run in TIME_WAIT; a second listener is
        // refused all the same
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(
            new InetSocketAddress(InetAddress.getByName(bind.host()), bind.port()), BACKLOG);
        channel.configureBlocking(false);
        return new TcpListener(channel, loop);
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
    return "tcp";
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public Sender senderTo(InetAddress peer, int port) throws IOException {
    return loop.existing(peer, port)
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
