package org.confocal.it.house.broken.load;

import org.confocal.it.house.broken.wire.WireSeesEngine;

/** The load tool uses no room. */
public final class LoadSeesWire {
  public static String name() {
    return WireSeesEngine.class.getName();
  }

  private LoadSeesWire() {}
}
