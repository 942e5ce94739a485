package org.confocal.server.node;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.confocal.engine.Ids;

/** Names that nobody can guess, from the system's random source. */
public final class RandomIds implements Ids {
  private final SecureRandom random = new SecureRandom();

  @Override
  public String hex(int digits) {
    byte[] bytes = new byte[(digits + 1) / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, digits);
  }
}
