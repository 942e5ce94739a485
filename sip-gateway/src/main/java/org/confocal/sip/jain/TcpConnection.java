package org.confocal.sip.jain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One open TCP connection. Any thread may send; reading happens on the loop. A peer that does not
 * read fills the queue behind the message that he is being sent, and loses his connection: he never
 * holds up anybody else.
 */
final class TcpConnection implements Sender {
  private final TcpLoop loop;
  private final TcpListener listener;
  private final SocketChannel channel;
  private final Flow flow;
  private final InetAddress peer;
  private final int maxQueuedBytes;
  final MessageFramer framer;

  private final Object sendLock = new Object();
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private int waitingBytes;
  private long bytesWritten;
  private volatile boolean closed;

  /** Counts what the peer sent, for the timers that have no clock. Touched by the loop only. */
  long bytesRead;

  /**
   * Counts whole messages: tells whether the same one is still unfinished. Touched by the loop
   * only.
   */
  long messagesRead;

  TcpConnection(
      TcpLoop loop,
      TcpListener listener,
      SocketChannel channel,
      long serial,
      SipStackSettings settings)
      throws IOException {
    this.loop = loop;
    this.listener = listener;
    this.channel = channel;
    InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
    this.peer = remote.getAddress();
    this.flow = new Flow("tcp", peer.getHostAddress(), remote.getPort(), serial);
    this.maxQueuedBytes = settings.tcp().sendQueueBytes();
    this.framer = new MessageFramer(settings.load().maxMessageBytes());
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    boolean tooSlow = false;
    synchronized (sendLock) {
      if (closed) {
        throw new IOException("connection " + flow.serial() + " is closed");
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      if (queue.isEmpty()) {
        bytesWritten += channel.write(buffer);
      }
      if (!queue.isEmpty()) {
        waitingBytes += buffer.remaining();
        tooSlow = waitingBytes > maxQueuedBytes;
      }
      if (buffer.hasRemaining()) {
        queue.add(buffer);
      }
    }
    if (tooSlow) {
      loop.close(this);
      throw new IOException("connection " + flow.serial() + ": the peer does not read");
    }
    if (hasQueued()) {
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
        waitingBytes -= queue.isEmpty() ? 0 : queue.element().remaining();
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
      closed = true;
      queue.clear();
      return first;
    }
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
