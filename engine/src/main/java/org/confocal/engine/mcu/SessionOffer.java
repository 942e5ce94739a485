package org.confocal.engine.mcu;

import java.util.ArrayList;
import java.util.List;

/** An offer (RFC 3264 section 5): one entry for each media line. */
public record SessionOffer(List<StreamDescriptor> streams) {
  public SessionOffer {
    streams = List.copyOf(streams);
  }

  /**
   * What of it is in use: keys and ICE that {@code local} has not taken count for nothing, and none
   * of a stream that it refuses.
   */
  public SessionOffer agreed(SessionAnswer local) {
    List<StreamDescriptor> agreed = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      StreamDescriptor own = streams.get(i);
      boolean refused = i >= local.streams().size() || local.streams().get(i).port() == 0;
      agreed.add(own.agreed(refused ? own.refused() : local.streams().get(i)));
    }
    return new SessionOffer(agreed);
  }

  /** What may be stored of it, when {@code local} is what we described last. */
  public SessionOffer withoutKeys(SessionAnswer local) {
    return new SessionOffer(
        agreed(local).streams().stream().map(StreamDescriptor::withoutKeys).toList());
  }

  /** Keys that it had are not known any more. */
  public boolean keyless() {
    return streams.stream().anyMatch(StreamDescriptor::keyless);
  }
}
