package org.confocal.engine.mcu;

import java.util.ArrayList;
import java.util.List;

/** An answer (RFC 3264 section 6): as many entries as its offer, in the same order. */
public record SessionAnswer(List<StreamDescriptor> streams) {
  public SessionAnswer {
    streams = List.copyOf(streams);
  }

  /** What may be stored of it. */
  public SessionAnswer withoutKeys() {
    return new SessionAnswer(streams.stream().map(StreamDescriptor::withoutKeys).toList());
  }

  /** Keys that it had are not known any more. */
  public boolean keyless() {
    return streams.stream().anyMatch(StreamDescriptor::keyless);
  }

  /**
   * What is left of it as an offer of ours: streams that the peer refused are refused from now on,
   * and keys and ICE that he did not take are gone.
   */
  public SessionAnswer taken(SessionOffer answer) {
    List<StreamDescriptor> left = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      StreamDescriptor own = streams.get(i);
      boolean refused = i >= answer.streams().size() || answer.streams().get(i).port() == 0;
      if (refused) {
        left.add(i > 0 ? own.refused() : own);
      } else {
        left.add(own.agreed(answer.streams().get(i)));
      }
    }
    return new SessionAnswer(left);
  }

  /**
   * Tells whether this may answer {@code offer}: as many streams, no payload type that it does not
   * have, and at most one key, for a line of it.
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
      List<CryptoLine> taken = streams.get(i).crypto();
      List<CryptoLine> lines = offer.streams().get(i).crypto();
      if (taken.size() > 1 || !taken.stream().allMatch(t -> lines.stream().anyMatch(t::fits))) {
        return false;
      }
    }
    return true;
  }
}
