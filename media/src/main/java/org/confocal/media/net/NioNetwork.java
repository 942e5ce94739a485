package org.confocal.media.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Real sockets: non-blocking, unconnected datagram channels under one selector that is asked
 * without waiting at the pace of the loop. So a wake-up serves all packets that came since the last
 * one, and a quiet socket costs nothing.
 *
 * <p>The selector of the JDK boxes the number of each ready socket: above 127 that is 16 bytes per
 * packet, unless the virtual machine runs with {@code -XX:AutoBoxCacheMax=65535}.
 */
public final class NioNetwork implements MediaNetwork {

  private final Selector selector;
  private final int receiveBufferBytes;
  private final int sendBufferBytes;
  private final Consumer<SelectionKey> onKey = NioNetwork::onKey;

  public NioNetwork(int receiveBufferBytes, int sendBufferBytes) {
    this.receiveBufferBytes = receiveBufferBytes;
    this.sendBufferBytes = sendBufferBytes;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable DatagramPort bind(InetAddress local, int port, Arrivals arrivals) {
    DatagramChannel channel = null;
    try {
      channel =
          DatagramChannel.open(
              local instanceof Inet6Address
                  ? StandardProtocolFamily.INET6
                  : StandardProtocolFamily.INET);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
      channel.bind(new InetSocketAddress(local, port));
      NioPort bound = new NioPort(channel, (InetSocketAddress) channel.getLocalAddress(), arrivals);
      channel.register(selector, SelectionKey.OP_READ, bound);
      return bound;
    } catch (IOException | UnsupportedOperationException e) {
      if (channel != null) {
        closeQuietly(channel);
      }
      return null;
    }
  }

  private static void onKey(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof NioPort port) {
      port.arrivals.onReadable(port);
    }
  }

  @Override
  public int poll() {
    try {
      return selector.selectNow(onKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeQuietly(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // A socket that cannot even be closed is gone; there is nobody to tell.
      assert e != null;
    }
  }

  private static final class NioPort implements DatagramPort {

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final Arrivals arrivals;

    NioPort(DatagramChannel channel, InetSocketAddress local, Arrivals arrivals) {
      this.channel = channel;
      this.local = local;
      this.arrivals = arrivals;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) {
      try {
        return (InetSocketAddress) channel.receive(into);
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) {
      try {
        return channel.send(datagram, to) > 0;
      } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
        return false; // no route, refused by a filter, or an address of the other family
      }
    }

    @Override
    public void close() {
      closeQuietly(channel);
    }
  }
}
