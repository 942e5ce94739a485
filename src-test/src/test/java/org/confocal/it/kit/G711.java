package org.confocal.it.kit;

/**
 * The two laws of G.711, written apart from the server's so that one cannot hide the other's
 * mistake: decoding by formula, encoding by the nearest value that decodes.
 */
public enum G711 {
  PCMU(0) {
    @Override
    int expand(int octet) {
      int u = ~octet;
      int magnitude = ((((u & 0x0F) << 3) + 0x84) << ((u >> 4) & 7)) - 0x84;
      return (u & 0x80) != 0 ? -magnitude : magnitude;
    }
  },
  PCMA(8) {
    @Override
    int expand(int octet) {
      int a = octet ^ 0x55;
      int segment = (a >> 4) & 7;
      int mantissa = ((a & 0x0F) << 4) + (segment == 0 ? 8 : 0x108);
      int magnitude = segment < 2 ? mantissa : mantissa << (segment - 1);
      return (a & 0x80) != 0 ? magnitude : -magnitude;
    }
  };

  private final int payloadType;

  @SuppressWarnings("ImmutableEnumChecker") // filled once, never handed out
  private final short[] linear = new short[256];

  @SuppressWarnings("ImmutableEnumChecker")
  private final byte[] nearest = new byte[65_536];

  G711(int payloadType) {
    this.payloadType = payloadType;
    for (int octet = 0; octet < 256; octet++) {
      linear[octet] = (short) expand(octet);
    }
    for (int sample = -32768; sample <= 32767; sample++) {
      nearest[sample + 32768] = (byte) nearestTo(sample);
    }
  }

  abstract int expand(int octet);

  private int nearestTo(int sample) {
    int best = 0;
    for (int octet = 1; octet < 256; octet++) {
      if (Math.abs(linear[octet] - sample) < Math.abs(linear[best] - sample)) {
        best = octet;
      }
    }
    return best;
  }

  /** The static payload type of RFC 3551. */
  int payloadType() {
    return payloadType;
  }

  short decode(byte octet) {
    return linear[octet & 0xFF];
  }

  byte encode(short sample) {
    return nearest[sample + 32768];
  }
}
