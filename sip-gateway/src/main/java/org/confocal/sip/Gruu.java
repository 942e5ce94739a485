package org.confocal.sip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipUri;

/**
 * Addresses of one device of a user, in the words of OCS ({@code
 * sip:dana@example.test;opaque=user:epid:XX;gruu}) and in those of RFC 5627 ({@code
 * sip:dana@example.test;gr=urn:uuid:...}). They follow from what the device calls itself, so that
 * nothing is kept and any edge knows them. Pure.
 */
final class Gruu {
  private static final String EPID = "user:epid:";
  private static final String UUID_URN = "urn:uuid:";
  private static final int ID_BYTES = 18;
  private static final int LONGEST = 256;

  private Gruu() {}

  /** Which device a Contact of a REGISTER is of; empty when it says nothing. */
  static Optional<UserProtocol.Device> device(NameAddress contact, NameAddress from) {
    Optional<String> urn =
        contact
            .param("+sip.instance")
            .map(i -> i.replaceAll("^<|>$", "").strip())
            .filter(i -> isSane(i));
    if (urn.isPresent()) {
      return Optional.of(new UserProtocol.Device(id(urn.get()), urn.get()));
    }
    return from.param("epid")
        .filter(e -> e.matches("[0-9A-Za-z_-]{1,64}"))
        .map(epid -> new UserProtocol.Device(epid, ""));
  }

  private static boolean isSane(String urn) {
    return !urn.isEmpty() && urn.length() <= LONGEST && urn.matches("[!-~&&[^\"<>;\\\\]]+");
  }

  /** The device that a URI means; empty when it means the user wherever he is. */
  static Optional<String> device(SipUri uri) {
    Optional<String> opaque =
        uri.param("opaque")
            .filter(o -> o.regionMatches(true, 0, EPID, 0, EPID.length()))
            .map(o -> o.substring(EPID.length()));
    return opaque.or(() -> uri.param("gr").filter(g -> !g.isEmpty()).map(Gruu::id));
  }

  /** 16 octets of a UUID and two of zero, as OCS writes them; of other names a hash. */
  private static String id(String urn) {
    ByteBuffer bytes = ByteBuffer.allocate(ID_BYTES);
    String name =
        urn.regionMatches(true, 0, UUID_URN, 0, UUID_URN.length())
            ? urn.substring(UUID_URN.length())
            : "";
    try {
      UUID uuid = UUID.fromString(name);
      bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    } catch (IllegalArgumentException noUuid) {
      UUID hash = UUID.nameUUIDFromBytes(urn.getBytes(StandardCharsets.UTF_8));
      bytes.putLong(hash.getMostSignificantBits()).putLong(hash.getLeastSignificantBits());
      bytes.put((byte) 1);
    }
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(bytes.array(), ID_BYTES));
  }

  /** In the words of OCS. */
  static String opaque(UserUri user, UserProtocol.Device device) {
    return user + ";opaque=" + EPID + device.id() + ";gruu";
  }

  /** In the words of RFC 5627 section 3.1; empty for a device without a URN. */
  static Optional<String> rfc5627(UserUri user, UserProtocol.Device device) {
    return device.urn().isEmpty() ? Optional.empty() : Optional.of(user + ";gr=" + device.urn());
  }
}
