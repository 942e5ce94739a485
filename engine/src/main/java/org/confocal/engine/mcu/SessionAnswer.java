package org.confocal.engine.mcu;

import java.util.List;

/** An answer (RFC 3264 section 6): as many entries as its offer, in the same order. */
public record SessionAnswer(List<StreamDescriptor> streams) {
  public SessionAnswer {
    streams = List.copyOf(streams);
  }

  /**
   * Tells whether this may answer {@code offer}: as many streams, and no payload type that it does
   * not have.
   */
  public boolean answers(SessionOffer offer) {
    if (streams.size() != offer.streams().size()) {
      return false;
    }
    for (int i = 0; i < streams.size(); i++) {
      List<Integer> offered =
          offer.streams().get(i).codecs().stream().map(Codec::payloadType).toList();
      if (!streams.get(i).codecs().stream().map(Codec::payloadType).allMatch(offered::contains)) {
        return false;
      }
    }
    return true;
  }
}
