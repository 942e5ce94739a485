package org.confocal.it.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** How the messages of a {@link SipPeer} travel: its socket, and nothing of SIP but the framing. */
abstract class SipWire implements AutoCloseable {
  /** Sends a text as it is. */
  abstract void send(String text);

  /** The same to somebody else; a connection has but one other end. */
  abstract void sendTo(SocketAddress to, String text);

  abstract InetSocketAddress local();

  abstract String transport();

  /**
   * Gives each message, and each keep-alive as blank text, with its sender to {@code taker} until
   * closed.
   */
  abstract void read(BiConsumer<SocketAddress, String> taker);

  @Override
  public abstract void close();

  /** Own address as it stands in URIs and Via. */
  final String hostPort() {
    InetAddress address = local().getAddress();
    String host = address instanceof Inet6Address ? "[::1]" : address.getHostAddress();
    return host + ":" + local().getPort();
  }

  static SipWire udp(InetSocketAddress server) {
    try {
      return new Udp(new DatagramSocket(new InetSocketAddress(loopbackLike(server), 0)), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On 127.0.0.1, for those who say with each message where it goes. */
  static SipWire udpToAnybody() {
    return udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
  }

  static SipWire tcp(InetSocketAddress server) {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(loopbackLike(server), 0));
      socket.setTcpNoDelay(true);
      socket.connect(server, 5000);
      return new Tcp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection with TLS whose server may show any certificate. */
  static SipWire tls(InetSocketAddress server) {
    try {
      return new Tcp(Certificates.connect(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other end of a connection that was accepted. */
  static SipWire accepted(Socket socket) {
    return new Tcp(socket);
  }

  private static InetAddress loopbackLike(InetSocketAddress server) throws IOException {
    return InetAddress.getByName(server.getAddress() instanceof Inet6Address ? "::1" : "127.0.0.1");
  }

  private static final class Udp extends SipWire {
    private final DatagramSocket socket;
    private final InetSocketAddress server;

    Udp(DatagramSocket socket, InetSocketAddress server) {
      this.socket = socket;
      this.server = server;
    }

    @Override
    void send(String text) {
      sendTo(server, text);
    }

    @Override
    void sendTo(SocketAddress to, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      try {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    InetSocketAddress local() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    String transport() {
      return "UDP";
    }

    @Override
    void read(BiConsumer<SocketAddress, String> taker) {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      while (!socket.isClosed()) {
        try {
          socket.receive(packet);
          taker.accept(
              packet.getSocketAddress(),
              new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        } catch (IOException e) {
          // Closed by the test, or an ICMP refusal of a server that is down.
        }
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static final class Tcp extends SipWire {
    private static final Pattern LENGTH =
        Pattern.compile("(?im)^(?:content-length|l)\\s*:\\s*(\\d+)");

    private final Socket socket;

    Tcp(Socket socket) {
      this.socket = socket;
    }

    @Override
    void send(String text) {
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    void sendTo(SocketAddress to, String text) {
      send(text);
    }

    @Override
    InetSocketAddress local() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    String transport() {
      return socket instanceof SSLSocket ? "TLS" : "TCP";
    }

    @Override
    void read(BiConsumer<SocketAddress, String> taker) {
      SocketAddress from = socket.getRemoteSocketAddress();
      try {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
          head.write(b);
          if (b != '\n') {
            continue;
          }
          String text = head.toString(StandardCharsets.UTF_8);
          if (text.isBlank()) {
            taker.accept(from, text);
            head.reset();
          } else if (text.endsWith("\r\n\r\n")) {
            Matcher length = LENGTH.matcher(text);
            int count = length.find() ? Integer.parseInt(length.group(1)) : 0;
            taker.accept(from, text + new String(in.readNBytes(count), StandardCharsets.UTF_8));
            head.reset();
          }
        }
      } catch (IOException e) {
        // Closed, by whomever.
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
