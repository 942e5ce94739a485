package org.confocal.it.c3p;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The socket of one of a crowd, read by the crowd's one thread and written by any. */
abstract class CrowdWire implements AutoCloseable {
  private static final int UDP_BUFFER = 1 << 20;

  /** Takes one message: its head as text, and where its body is in {@code bytes}. */
  @FunctionalInterface
  interface Taker {
    void take(String head, byte[] bytes, int bodyFrom, int bodyTo);
  }

  abstract SelectableChannel channel();

  abstract String transport();

  abstract String hostPort();

  /** Sends the whole. */
  abstract void send(byte[] bytes);

  /** Reads what is there by way of {@code buffer}; false when the other side has closed. */
  abstract boolean read(ByteBuffer buffer, Taker taker) throws IOException;

  @Override
  public final void close() {
    try {
      channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CrowdWire tcp(InetSocketAddress server) {
    try {
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      return new Tcp(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CrowdWire udp(InetSocketAddress server) {
    try {
      DatagramChannel channel = DatagramChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, UDP_BUFFER);
      channel.bind(new InetSocketAddress(server.getAddress(), 0)).connect(server);
      channel.configureBlocking(false);
      return new Udp(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static int bodyLength(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    int end = lower.indexOf('\r', at);
    return Integer.parseInt(lower.substring(lower.indexOf(':', at) + 1, end).strip());
  }

  private static int endOfHead(byte[] bytes, int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private static String head(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static final class Udp extends CrowdWire {
    private final DatagramChannel channel;
    private final String hostPort;

    Udp(DatagramChannel channel) throws IOException {
      this.channel = channel;
      this.hostPort = text((InetSocketAddress) channel.getLocalAddress());
    }

    @Override
    SelectableChannel channel() {
      return channel;
    }

    @Override
    String transport() {
      return "UDP";
    }

    @Override
    String hostPort() {
      return hostPort;
    }

    @Override
    void send(byte[] bytes) {
      try {
        int unused = channel.write(ByteBuffer.wrap(bytes)); // what is lost is sent again
      } catch (IOException e) {
        // The same.
      }
    }

    @Override
    boolean read(ByteBuffer buffer, Taker taker) throws IOException {
      buffer.clear();
      while (channel.read(buffer) > 0) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        int body = endOfHead(bytes, 0, bytes.length);
        if (body > 0) {
          taker.take(head(bytes, 0, body), bytes, body, bytes.length);
        }
        buffer.clear();
      }
      return true;
    }
  }

  private static final class Tcp extends CrowdWire {
    private final SocketChannel channel;
    private final String hostPort;
    private byte[] held = new byte[4096];
    private int count;

    Tcp(SocketChannel channel) throws IOException {
      this.channel = channel;
      this.hostPort = text((InetSocketAddress) channel.getLocalAddress());
    }

    @Override
    SelectableChannel channel() {
      return channel;
    }

    @Override
    String transport() {
      return "TCP";
    }

    @Override
    String hostPort() {
      return hostPort;
    }

    @Override
    synchronized void send(byte[] bytes) {
      try {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          if (channel.write(left) == 0) {
            Thread.onSpinWait();
          }
        }
      } catch (IOException e) {
        // The connection has ended: whoever waits for an answer will say so.
      }
    }

    @Override
    boolean read(ByteBuffer buffer, Taker taker) throws IOException {
      buffer.clear();
      int read = channel.read(buffer);
      if (read < 0) {
        return false;
      }
      if (count + read > held.length) {
        held = Arrays.copyOf(held, Math.max(2 * held.length, count + read));
      }
      buffer.flip().get(held, count, read);
      count += read;
      int used = takeAll(taker);
      System.arraycopy(held, used, held, 0, count - used);
      count -= used;
      return true;
    }

    private int takeAll(Taker taker) {
      int from = 0;
      while (true) {
        while (from < count && (held[from] == '\r' || held[from] == '\n')) {
          from++; // keep-alive
        }
        int body = endOfHead(held, from, count);
        if (body < 0) {
          return from;
        }
        String head = head(held, from, body);
        int end = body + bodyLength(head);
        if (end > count) {
          return from;
        }
        taker.take(head, held, body, end);
        from = end;
      }
    }
  }
}
