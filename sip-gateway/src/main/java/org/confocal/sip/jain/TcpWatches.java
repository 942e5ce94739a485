package org.confocal.sip.jain;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Closes connections on which nothing moves that should. Used by the thread of its {@link TcpLoop}
 * only.
 */
final class TcpWatches {
  private final TcpLoop loop;
  private final SipStackSettings.Tcp settings;

  /** Connections to which something waits to be written. */
  private final Set<TcpConnection> writing = new HashSet<>();

  TcpWatches(TcpLoop loop, SipStackSettings.Tcp settings) {
    this.loop = loop;
    this.settings = settings;
  }

  void handshake(TcpConnection connection, Duration limit) {
    loop.later(
        limit.toMillis(),
        () -> {
          if (!connection.isOpen()) {
            loop.drop(connection, "not over in " + limit);
          }
        });
  }

  void message(TcpConnection connection) {
    long seen = connection.messagesRead;
    loop.later(
        settings.messageTime().toMillis(),
        () -> {
          if (connection.messagesRead == seen && connection.framer.isInMessage()) {
            loop.drop(connection, "an unfinished message");
          } else if (connection.framer.isInMessage() && !connection.isClosed()) {
            message(connection);
          }
        });
  }

  /** A record of TLS is as long under way as a message may be: nobody sees what it holds. */
  void tlsRecord(TcpConnection connection) {
    if (connection.recordWatched || !connection.isInRecord()) {
      return;
    }
    connection.recordWatched = true;
    long seen = connection.recordsRead();
    loop.later(
        settings.messageTime().toMillis(),
        () -> {
          connection.recordWatched = false;
          if (connection.recordsRead() == seen && connection.isInRecord()) {
            loop.drop(connection, "an unfinished record");
          } else if (!connection.isClosed()) {
            tlsRecord(connection);
          }
        });
  }

  /** Who takes nothing for the time of a message while something waits for him does not read. */
  void writes(TcpConnection connection) {
    if (!writing.add(connection)) {
      return;
    }
    long seen = connection.bytesWritten();
    loop.later(
        settings.messageTime().toMillis(),
        () -> {
          writing.remove(connection);
          if (connection.hasQueued() && connection.bytesWritten() == seen) {
            loop.drop(connection, "the peer does not read");
          } else if (connection.hasQueued()) {
            writes(connection);
          }
        });
  }

  void idle(TcpConnection connection) {
    long seen = connection.bytesRead;
    loop.later(
        settings.idleTime().toMillis(),
        () -> {
          if (connection.bytesRead == seen) {
            loop.drop(connection, "idle");
          } else if (!connection.isClosed()) {
            idle(connection);
          }
        });
  }
}
