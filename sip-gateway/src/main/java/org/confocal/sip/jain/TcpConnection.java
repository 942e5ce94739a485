package org.confocal.sip.jain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open TCP connection, with or without TLS. Any thread may send; reading happens on the loop. A
 * peer that does not read fills the queue behind the message that he is being sent, and loses his
 * connection: he never holds up anybody else.
 */
final class TcpConnection implements Sender {
  /** What one waiting piece costs beside its bytes. */
  private static final int PIECE_BYTES = 64;

  private final TcpLoop loop;
  private final TcpListener listener;
  private final SocketChannel channel;
  private final Flow flow;
  private final InetAddress peer;
  private final int maxQueuedBytes;
  private final @Nullable TlsSession tls;
  final MessageFramer framer;

  private final Object sendLock = new Object();
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private int waitingBytes;
  private long bytesWritten;
  private @Nullable IOException failure;
  private volatile boolean closed;

  /** Counts what the peer sent, for the timers that have no clock. Touched by the loop only. */
  long bytesRead;

  /**
   * Counts whole messages: tells whether the same one is still unfinished. Touched by the loop
   * only.
   */
  long messagesRead;

  /** The peer has asked for a sign of life since the last read. Touched by the loop only. */
  boolean pinged;

  /** Somebody looks whether a TLS record ends. Touched by the loop only. */
  boolean recordWatched;

  private final TcpWay way;

  TcpConnection(
      TcpLoop loop,
      TcpListener listener,
      SocketChannel channel,
      long serial,
      Optional<TlsSession> tls,
      SipStackSettings settings)
      throws IOException {
    this.loop = loop;
    this.listener = listener;
    this.channel = channel;
    InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
    this.peer = remote.getAddress();
    this.flow = new Flow(listener.transport(), peer.getHostAddress(), remote.getPort(), serial);
    this.way =
        tls.flatMap(TlsSession::server)
            .map(name -> new TcpWay(listener.transport(), name, remote))
            .orElseGet(() -> TcpWay.of(listener, remote));
    this.maxQueuedBytes = settings.tcp().sendQueueBytes();
    this.tls = tls.orElse(null);
    this.framer = new MessageFramer(settings.load().maxMessageBytes());
  }

  /** True when messages go through: a connection with TLS has said hello first. */
  boolean isOpen() {
    return tls == null || tls.isOpen();
  }

  /** The bytes of the peer have stopped within a TLS record. Asked by the loop only. */
  boolean isInRecord() {
    return tls != null && isOpen() && tls.isInRecord();
  }

  /** Counts whole TLS records. Asked by the loop only. */
  long recordsRead() {
    return tls == null ? 0 : tls.recordsRead();
  }

  /** True when we have made it: then the peer is who we wanted, as far as TLS can tell. */
  boolean isOurs() {
    return tls != null && tls.server().isPresent();
  }

  boolean isClosed() {
    return closed;
  }

  /** Begins a connection of ours. Called on the loop. */
  void begin() throws IOException {
    if (tls != null) {
      synchronized (sendLock) {
        tls.begin(this::write);
      }
      drain();
    }
  }

  /**
   * Takes bytes that have come. Called on the loop.
   *
   * @param in takes what they say
   */
  void receive(ByteBuffer network, Consumer<ByteBuffer> in) throws IOException {
    if (tls == null) {
      in.accept(network);
      return;
    }
    List<ByteBuffer> plain = new ArrayList<>();
    synchronized (sendLock) {
      tls.receive(network, plain::add, this::write);
    }
    plain.forEach(in); // without the lock: whoever answers takes others first
    drain();
    if (tls.isAtEnd()) {
      throw new IOException("the peer has ended it");
    }
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    synchronized (sendLock) {
      if (closed || !isOpen()) {
        throw new IOException("connection " + flow.serial() + " is not open");
      }
      if (tls == null) {
        write(ByteBuffer.wrap(bytes));
      } else {
        sendSealed(tls, bytes);
      }
    }
    drain();
  }

  /** One message is one piece of the queue, of as many bytes as the socket did not take. */
  private void sendSealed(TlsSession session, byte[] bytes) {
    ByteArrayOutputStream left = new ByteArrayOutputStream(0);
    try {
      session.seal(
          bytes,
          record -> {
            if (left.size() == 0 && queue.isEmpty()) {
              writeNow(record);
            }
            left.write(
                record.array(), record.arrayOffset() + record.position(), record.remaining());
          });
    } catch (IOException | RuntimeException e) {
      fail(new IOException("connection " + flow.serial() + ": not sealed", e)); // half a message
    }
    if (left.size() > 0) {
      enqueue(ByteBuffer.wrap(left.toByteArray()));
    }
  }

  /** Under the lock; the buffer may be used again. */
  private void write(ByteBuffer buffer) {
    if (queue.isEmpty()) {
      writeNow(buffer);
    }
    if (buffer.hasRemaining()) {
      enqueue(ByteBuffer.wrap(bytesOf(buffer)));
    }
  }

  private static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private void writeNow(ByteBuffer buffer) {
    try {
      if (failure == null) {
        bytesWritten += channel.write(buffer);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException why) {
    if (failure == null) {
      failure = why;
    }
  }

  private void enqueue(ByteBuffer buffer) {
    if (failure == null) {
      waitingBytes += queue.isEmpty() ? 0 : cost(buffer);
      queue.add(buffer);
    }
  }

  /** What a piece takes while it waits: many small ones cost more than their bytes. */
  private static int cost(ByteBuffer whole) {
    return whole.capacity() + PIECE_BYTES;
  }

  /** What is left over goes when the peer reads; who reads too slowly loses the connection. */
  private void drain() throws IOException {
    IOException why;
    boolean queued;
    synchronized (sendLock) {
      why =
          failure == null && waitingBytes > maxQueuedBytes
              ? new IOException("connection " + flow.serial() + ": the peer does not read")
              : failure;
      queued = !queue.isEmpty();
    }
    if (why != null) {
      loop.close(this);
      throw why;
    }
    if (queued) {
      loop.wantWrite(this);
    }
  }

  /** Called on the loop; true when all is written. */
  boolean flush() throws IOException {
    synchronized (sendLock) {
      while (!queue.isEmpty()) {
        ByteBuffer first = queue.element();
        bytesWritten += channel.write(first);
        if (first.hasRemaining()) {
          return false;
        }
        queue.remove();
        waitingBytes -= queue.isEmpty() ? 0 : cost(queue.element());
      }
      return true;
    }
  }

  /** Counts what the peer has taken. */
  long bytesWritten() {
    synchronized (sendLock) {
      return bytesWritten;
    }
  }

  boolean hasQueued() {
    synchronized (sendLock) {
      return !queue.isEmpty();
    }
  }

  /** True the first time. */
  boolean markClosed() {
    synchronized (sendLock) {
      boolean first = !closed;
      if (first && tls != null && queue.isEmpty()) {
        sayGoodbye(tls);
      }
      closed = true;
      queue.clear();
      return first;
    }
  }

  private void sayGoodbye(TlsSession session) {
    try {
      session.farewell(this::writeNow);
    } catch (IOException | RuntimeException alreadyGone) {
      // then he knows
    }
  }

  TcpWay way() {
    return way;
  }

  SocketChannel channel() {
    return channel;
  }

  void interest(SelectionKey key, boolean write) {
    key.interestOps(write ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  @Override
  public Flow flow() {
    return flow;
  }

  @Override
  public InetAddress peer() {
    return peer;
  }

  @Override
  public Listener listener() {
    return listener;
  }
}
