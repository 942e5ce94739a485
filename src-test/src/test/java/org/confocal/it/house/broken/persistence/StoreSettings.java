package org.confocal.it.house.broken.persistence;

import org.confocal.it.house.broken.sip.SipSeesMedia;

/** Settings that are no record. */
public final class StoreSettings {
  private StoreSettings() {}

  static boolean knows(SipSeesMedia sip) {
    return sip.media() != null;
  }
}
