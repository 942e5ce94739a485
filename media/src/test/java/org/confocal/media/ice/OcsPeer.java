package org.confocal.media.ice;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The checks of a client of the older dialect, as its ICE library makes them. */
public final class OcsPeer {

  private OcsPeer() {}

  /** A check from a candidate of the client to one of the server. */
  public static StunScript check(byte[] id, OcsCandidate to, OcsCandidate from) {
    return StunScript.oldRequest(id).attribute(0x0006, username(to, from)).integrity(password(to));
  }

  /** One to four zeros behind, as that library does it. */
  public static byte[] username(OcsCandidate to, OcsCandidate from) {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    name.writeBytes(Base64.getDecoder().decode(to.credentials().username()));
    name.writeBytes((":" + to.component() + ":").getBytes(StandardCharsets.US_ASCII));
    name.writeBytes(Base64.getDecoder().decode(from.credentials().username()));
    name.writeBytes((":" + from.component()).getBytes(StandardCharsets.US_ASCII));
    do {
      name.write(0);
    } while (name.size() % 4 != 0);
    return name.toByteArray();
  }

  public static byte[] password(OcsCandidate of) {
    return Base64.getDecoder().decode(of.credentials().password());
  }
}
