package org.confocal.engine.mcu;

import java.util.List;

/** An offer (RFC 3264 section 5): one entry for each media line. */
public record SessionOffer(List<StreamDescriptor> streams) {
  public SessionOffer {
    streams = List.copyOf(streams);
  }

  /** What may be stored of it. */
  public SessionOffer withoutKeys() {
    return new SessionOffer(streams.stream().map(StreamDescriptor::withoutKeys).toList());
  }

  /** Keys that it had are not known any more. */
  public boolean keyless() {
    return streams.stream().anyMatch(StreamDescriptor::keyless);
  }
}
