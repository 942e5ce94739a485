package org.confocal.media.ice;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the address asked for last. The JDK copies the bytes of an address each time it is
 * asked for them; checks come from the same address for minutes.
 */
final class AddressBytes {

  private static final byte[] NOTHING = {};

  private @Nullable InetSocketAddress last;
  private byte[] bytes = NOTHING;

  /**
   * The bytes of an address.
   *
   * @param address resolved
   * @return 4 or 16 bytes; not to be changed
   */
  byte[] of(InetSocketAddress address) {
    if (!address.equals(last)) {
      last = address;
      bytes = address.getAddress().getAddress();
    }
    return bytes;
  }
}
