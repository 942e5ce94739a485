package org.confocal.engine.mcu;

import java.util.List;

/** An offer (RFC 3264 section 5): one entry for each media line. */
public record SessionOffer(List<StreamDescriptor> streams) {
  public SessionOffer {
    streams = List.copyOf(streams);
  }
}
