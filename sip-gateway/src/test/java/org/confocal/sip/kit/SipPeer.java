package org.confocal.sip.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a SIP conversation, run in lockstep by a test: {@code peer.send(text);
 * peer.expect(200);}. It repeats nothing unasked, and absorbs only repetitions of the message
 * before.
 */
public final class SipPeer implements AutoCloseable {
  private static final int DEADLINE_MS = 5_000;
  private static final int T1_MS = 500;

  private final @Nullable DatagramSocket udp;
  private @Nullable InetSocketAddress udpTarget;
  private final @Nullable ServerSocket server;
  private @Nullable Socket tcp;
  private @Nullable SipMessage last;
  private int patience = DEADLINE_MS;

  private static final class NothingArrived extends AssertionError {
    private static final long serialVersionUID = 1;

    NothingArrived(int milliseconds) {
      super("nothing arrived within " + milliseconds + " ms");
    }
  }

  private SipPeer(
      @Nullable DatagramSocket udp, @Nullable ServerSocket server, @Nullable Socket tcp) {
    this.udp = udp;
    this.server = server;
    this.tcp = tcp;
  }

  /** A peer that talks to one address over UDP. */
  public static SipPeer udp(String host, int targetPort) {
    try {
      DatagramSocket socket =
          new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0));
      SipPeer peer = new SipPeer(socket, null, null);
      peer.udpTarget = new InetSocketAddress(InetAddress.getByName(host), targetPort);
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A peer that has connected over TCP. */
  public static SipPeer tcp(String host, int targetPort) {
    try {
      Socket socket = new Socket(InetAddress.getByName(host), targetPort);
      socket.setSoTimeout(DEADLINE_MS);
      return new SipPeer(null, null, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A peer at the end of a connection that is there, which it closes. */
  public static SipPeer over(Socket connection) throws IOException {
    connection.setSoTimeout(DEADLINE_MS);
    return new SipPeer(null, null, connection);
  }

  /** A peer that waits for one TCP connection on this port (0: any). */
  public static SipPeer tcpServer(String host, int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.setSoTimeout(DEADLINE_MS);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return new SipPeer(null, socket, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    if (udp != null) {
      return udp.getLocalPort();
    }
    return server != null ? server.getLocalPort() : connection().getLocalPort();
  }

  public SipPeer send(SipMessage message) {
    return send(message.toBytes());
  }

  /** Sends text whose line breaks may be plain LF. */
  public SipPeer send(String text) {
    return send(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  public SipPeer send(byte[] bytes) {
    try {
      if (udp != null) {
        udp.send(new DatagramPacket(bytes, bytes.length, udpTarget));
      } else {
        connection().getOutputStream().write(bytes);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a request again that was answered already, each T1 until the answer comes again (RFC 3261
   * section 17.1.2.2): one that meets the server just behind its answer may be dropped as a
   * repetition.
   */
  public SipResponse repeat(String request, int status) {
    for (int waited = 0; waited < DEADLINE_MS; waited += T1_MS) {
      send(request);
      patience = T1_MS;
      try {
        return expect(status);
      } catch (NothingArrived e) {
        // once more
      } finally {
        patience = DEADLINE_MS;
      }
    }
    throw new NothingArrived(DEADLINE_MS);
  }

  /** The next message, which must be an answer with this status. */
  public SipResponse expect(int status) {
    SipMessage message = next(m -> m instanceof SipResponse r && r.status() == status);
    if (message instanceof SipResponse response && response.status() == status) {
      return response;
    }
    throw new AssertionError("expected " + status + " but got " + text(message));
  }

  /** The next message, which must be a request of this method. */
  public SipRequest expect(String method) {
    SipMessage message = next(m -> m instanceof SipRequest r && r.method().equals(method));
    if (message instanceof SipRequest request && request.method().equals(method)) {
      return request;
    }
    throw new AssertionError("expected " + method + " but got " + text(message));
  }

  /**
   * On a busy machine the message before may come once more first: UDP repeats, and that is no
   * fault; or a 100, which tells nothing.
   */
  private SipMessage next(Predicate<SipMessage> wanted) {
    SipMessage message = receive();
    while (!wanted.test(message) && (message.equals(last) || isTrying(message))) {
      message = receive();
    }
    last = message;
    return message;
  }

  private static boolean isTrying(SipMessage message) {
    return message instanceof SipResponse response && response.status() == 100;
  }

  public SipMessage receive() {
    try {
      return SipMessage.parse(udp != null ? datagram() : framed());
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** The next datagram or message as it came, also if it does not parse. */
  public String receiveText() {
    return new String(udp != null ? datagram() : framed(), StandardCharsets.UTF_8);
  }

  /** Exactly so many bytes of a TCP stream. */
  public String read(int count) {
    try {
      byte[] bytes = connection().getInputStream().readNBytes(count);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] datagram() {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    try {
      if (udp == null) {
        throw new IllegalStateException();
      }
      udp.setSoTimeout(patience);
      udp.receive(packet);
      if (udpTarget == null || packet.getPort() != udpTarget.getPort()) {
        udpTarget = new InetSocketAddress(packet.getAddress(), packet.getPort());
      }
      return Arrays.copyOf(packet.getData(), packet.getLength());
    } catch (SocketTimeoutException e) {
      throw new NothingArrived(patience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] framed() {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try {
      InputStream in = connection().getInputStream();
      while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new AssertionError("connection closed");
        }
        head.write(b);
      }
      head.write(in.readNBytes(contentLength(head.toString(StandardCharsets.UTF_8))));
      return head.toByteArray();
    } catch (SocketTimeoutException e) {
      throw new NothingArrived(DEADLINE_MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(l -> Integer.parseInt(l.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  /** True once the other side has closed the connection and all it sent is read. */
  public boolean isAtEnd() {
    try {
      return connection().getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // a reset is an end as well
    }
  }

  private Socket connection() {
    try {
      if (tcp == null && server != null) {
        tcp = server.accept();
        tcp.setSoTimeout(DEADLINE_MS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (tcp == null) {
      throw new IllegalStateException("not a TCP peer");
    }
    return tcp;
  }

  private static String text(SipMessage message) {
    return new String(message.toBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      if (udp != null) {
        udp.close();
      }
      if (tcp != null) {
        tcp.close();
      }
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
