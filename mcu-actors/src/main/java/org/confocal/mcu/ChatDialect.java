package org.confocal.mcu;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;

/**
 * The ways in which lines may travel to and from a leg, and how a session description tells them. A
 * further one, such as MSRP (RFC 4975, {@code TCP/MSRP}), would be another value here, with a
 * connection of its own at the edge.
 */
enum ChatDialect {
  /** SIP MESSAGE in the dialog of the session, as OCS does it: {@code m=message 5060 sip null}. */
  SIP("sip") {
    @Override
    StreamDescriptor describe(String host, Direction direction, List<String> acceptTypes) {
      return new StreamDescriptor(
          MESSAGE,
          "sip",
          host,
          SIP_PORT,
          0,
          false,
          direction,
          List.of("null"),
          NONE,
          0,
          acceptTypes);
    }
  };

  private static final String MESSAGE = "message";

  /**
   * Nothing is received there: lines come in the dialog. Zero would refuse the stream (RFC 3264),
   * so it is the port that everybody expects.
   */
  private static final int SIP_PORT = 5060;

  private static final List<Codec> NONE = List.of();

  private final String protocol;

  ChatDialect(String protocol) {
    this.protocol = protocol;
  }

  /** Our side of a stream of this dialect. */
  abstract StreamDescriptor describe(String host, Direction direction, List<String> acceptTypes);

  /** The dialect of an offered stream; empty when it is no stream of messages that we speak. */
  static Optional<ChatDialect> of(StreamDescriptor stream) {
    if (stream.port() == 0 || !stream.type().equalsIgnoreCase(MESSAGE)) {
      return Optional.empty();
    }
    for (ChatDialect dialect : values()) {
      if (dialect.protocol.equalsIgnoreCase(stream.protocol())) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  /** What the peer takes by the first stream that we speak; empty when there is none. */
  static Optional<AcceptedTypes> accepted(SessionOffer remote) {
    return remote.streams().stream()
        .filter(s -> of(s).isPresent())
        .findFirst()
        .map(s -> AcceptedTypes.of(s.acceptTypes()));
  }

  /** The answer: the first stream that we speak is taken, all others are refused. */
  static Optional<SessionAnswer> answer(SessionOffer offer, String host, List<String> acceptTypes) {
    List<StreamDescriptor> streams =
        new java.util.ArrayList<>(offer.streams().stream().map(StreamDescriptor::refused).toList());
    for (int i = 0; i < streams.size(); i++) {
      StreamDescriptor offered = offer.streams().get(i);
      Optional<ChatDialect> dialect = of(offered);
      if (dialect.isPresent()) {
        streams.set(i, dialect.get().describe(host, offered.direction().reversed(), acceptTypes));
        return Optional.of(new SessionAnswer(streams));
      }
    }
    return Optional.empty();
  }
}
