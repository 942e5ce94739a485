package org.confocal.sip.jain;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS on one connection: bytes of the network on one side, plain bytes on the other. RFC 8446. Not
 * for more than one thread at a time.
 */
final class TlsSession {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Records of one read that bring no plain bytes, such as wishes for new keys; more are idle. */
  private static final int MOST_EMPTY = 16;

  /** A record on its way to the socket: who sends keeps what the socket does not take. */
  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(18 * 1024));

  private static final int MOST_SCRATCH = 64 * 1024;

  /** The version in which a client could ask for handshakes again and again, at our cost. */
  private static final String OLD = "TLSv1.2";

  private final SSLEngine engine;

  /**
   * What came and is not a whole record yet; ready to be read from. Gone while nothing has come,
   * for most connections are silent most of the time.
   */
  private ByteBuffer came = NOTHING;

  /** What one record says, while something is being received. */
  private ByteBuffer plain = NOTHING;

  private volatile boolean open;

  /** Whole records that have come: tells whether the same one is still unfinished. */
  private long recordsRead;

  /** Of this read, after the handshake, without plain bytes. */
  private int empty;

  TlsSession(SSLEngine engine) {
    this.engine = engine;
  }

  /** The handshake is over: messages can be sent. Any thread may ask. */
  boolean isOpen() {
    return open;
  }

  /** The name of the server to which this is ours; empty when we are the server. */
  Optional<String> server() {
    return engine.getUseClientMode() ? Optional.of(engine.getPeerHost()) : Optional.empty();
  }

  /** The other side has said that nothing more will come. */
  boolean isAtEnd() {
    return engine.isInboundDone();
  }

  /** True while a record has begun and not ended. */
  boolean isInRecord() {
    return came.hasRemaining();
  }

  long recordsRead() {
    return recordsRead;
  }

  /**
   * Begins the handshake; only a client says something first.
   *
   * @param out takes bytes for the network; they are valid during the call
   */
  void begin(Consumer<ByteBuffer> out) throws SSLException {
    engine.beginHandshake();
    turn(bytes -> {}, out);
  }

  /**
   * Takes bytes from the network.
   *
   * @param in takes plain bytes, to keep
   * @param out takes bytes for the network; they are valid during the call
   */
  void receive(ByteBuffer network, Consumer<ByteBuffer> in, Consumer<ByteBuffer> out)
      throws SSLException {
    if (!came.hasRemaining()) {
      came = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
    }
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    empty = 0;
    while (network.hasRemaining()) {
      came.compact();
      int count = Math.min(came.remaining(), network.remaining());
      came.put(network.slice(network.position(), count));
      network.position(network.position() + count);
      came.flip();
      try {
        turn(in, out);
      } catch (RuntimeException oddBytes) {
        throw new SSLException(oddBytes);
      }
      if (came.remaining() == came.capacity()) {
        throw new SSLException("a record of more than " + came.capacity() + " bytes");
      }
    }
    if (!came.hasRemaining()) {
      came = NOTHING;
    }
    plain = NOTHING;
  }

  /**
   * Seals one message; only when open.
   *
   * @param out takes bytes for the network, record by record; they are valid during the call
   */
  void seal(byte[] message, Consumer<ByteBuffer> out) throws SSLException {
    ByteBuffer source = ByteBuffer.wrap(message);
    while (source.hasRemaining()) {
      SSLEngineResult result = wrap(source, out);
      if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
        throw new SSLException("nothing can be sent now: " + result.getHandshakeStatus());
      }
    }
  }

  /** Says to the other side that nothing more will come. */
  void farewell(Consumer<ByteBuffer> out) throws SSLException {
    engine.closeOutbound();
    wrap(NOTHING.duplicate(), out);
  }

  /** Goes on until the engine waits for the network. */
  private void turn(Consumer<ByteBuffer> in, Consumer<ByteBuffer> out) throws SSLException {
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        if (open && engine.getSession().getProtocol().equals(OLD)) {
          throw new SSLException("the peer wants a second handshake"); // RFC 9325 section 3.5
        }
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      } else if (status == HandshakeStatus.NEED_WRAP) {
        SSLEngineResult result = wrap(NOTHING.duplicate(), out);
        boolean stuck =
            result.bytesProduced() == 0
                && result.getHandshakeStatus() == status
                && engine.getHandshakeStatus() == status;
        if (result.getStatus() == SSLEngineResult.Status.CLOSED || stuck) {
          return;
        }
      } else if (!came.hasRemaining() || !unwrap(in)) {
        return;
      }
    }
  }

  /** False when more must come first. */
  private boolean unwrap(Consumer<ByteBuffer> in) throws SSLException {
    HandshakeStatus before = engine.getHandshakeStatus();
    SSLEngineResult result = engine.unwrap(came, plain);
    note(result);
    count(result);
    boolean moved =
        result.bytesConsumed() > 0
            || result.bytesProduced() > 0
            || engine.getHandshakeStatus() != before;
    if (plain.position() > 0) {
      in.accept(ByteBuffer.allocate(plain.flip().remaining()).put(plain).flip());
      plain.clear();
    }
    return switch (result.getStatus()) {
      case OK -> moved;
      case BUFFER_OVERFLOW -> {
        int size = engine.getSession().getApplicationBufferSize();
        if (size <= plain.capacity()) {
          throw new SSLException("a record with more than " + size + " bytes");
        }
        plain = ByteBuffer.allocate(size);
        yield true;
      }
      case BUFFER_UNDERFLOW -> {
        int packet = engine.getSession().getPacketBufferSize();
        if (packet > came.capacity()) {
          came = ByteBuffer.allocate(packet).put(came).flip();
        }
        yield false;
      }
      case CLOSED -> false;
    };
  }

  private void count(SSLEngineResult result) throws SSLException {
    if (result.bytesConsumed() > 0) {
      recordsRead++;
      if (open && result.bytesProduced() == 0 && ++empty > MOST_EMPTY) {
        throw new SSLException("more than " + MOST_EMPTY + " records at once that say nothing");
      }
    }
  }

  /** One record; a larger one than usual finds room as well (RFC 6066 section 4: or a smaller). */
  private SSLEngineResult wrap(ByteBuffer source, Consumer<ByteBuffer> out) throws SSLException {
    ByteBuffer scratch = SCRATCH.get().clear();
    SSLEngineResult result = engine.wrap(source, scratch);
    while (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW
        && scratch.capacity() < MOST_SCRATCH) {
      scratch = ByteBuffer.allocate(scratch.capacity() * 2);
      SCRATCH.set(scratch);
      result = engine.wrap(source, scratch);
    }
    note(result);
    if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW
        || (result.getStatus() == SSLEngineResult.Status.CLOSED && source.hasRemaining())) {
      throw new SSLException("nothing can be sent any more: " + result.getStatus());
    }
    if (scratch.flip().hasRemaining()) {
      out.accept(scratch);
    }
    return result;
  }

  private void note(SSLEngineResult result) {
    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
      open = true;
    }
  }
}
