package org.confocal.sip.proxy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.SipUri;

/**
 * Writes the way to one end of a call into the user part of a Record-Route, so that no memory of
 * the call is needed: the next request of the call brings it back. A seal over the way and the
 * Call-ID keeps others from writing ways of their own. RFC 5626 section 5.3.1.
 */
public final class RouteSeal {
  private static final String MARK = "way-";
  private static final int SEAL_BYTES = 12;
  private static final int LONGEST = 400;
  private static final String NO_FLOW = "-";

  private final SecretKeySpec key;

  /**
   * Seals with a key of its own.
   *
   * @param secret nobody else knows it; ways that were sealed with another one open no more
   */
  public RouteSeal(String secret) {
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** The user part for a Record-Route that leads to {@code to} in this call. */
  public String seal(Destination to, String callId) {
    byte[] way = text(to).getBytes(StandardCharsets.UTF_8);
    byte[] seal = mac(way, callId);
    byte[] all = Arrays.copyOf(seal, SEAL_BYTES + way.length);
    System.arraycopy(way, 0, all, SEAL_BYTES, way.length);
    return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** True for what looks like a way of ours, be the seal right or wrong. */
  public static boolean isSealed(SipUri route) {
    return route.plainUser().filter(u -> u.startsWith(MARK)).isPresent();
  }

  /** Where a Route leads; empty when it was not sealed here for this call. */
  public Optional<Destination> open(SipUri route, String callId) {
    String user = route.plainUser().orElse("");
    if (!user.startsWith(MARK) || user.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(user.substring(MARK.length()));
      if (all.length <= SEAL_BYTES) {
        return Optional.empty();
      }
      byte[] way = Arrays.copyOfRange(all, SEAL_BYTES, all.length);
      return MessageDigest.isEqual(Arrays.copyOf(all, SEAL_BYTES), mac(way, callId))
          ? Optional.of(read(new String(way, StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  private static String text(Destination to) {
    if (to instanceof Flow f) {
      return String.join(
          "|",
          f.transport(),
          f.remoteHost(),
          Integer.toString(f.remotePort()),
          Long.toString(f.serial()));
    }
    Destination.Address a = (Destination.Address) to;
    return String.join("|", a.transport(), a.host(), Integer.toString(a.port()), NO_FLOW);
  }

  /** Only of what bears our seal, and so is well formed. */
  private static Destination read(String way) {
    String[] parts = way.split("\\|", -1);
    int port = Integer.parseInt(parts[2]);
    return parts[3].equals(NO_FLOW)
        ? new Destination.Address(parts[0], parts[1], port)
        : new Flow(parts[0], parts[1], port, Long.parseLong(parts[3]));
  }

  private byte[] mac(byte[] way, String callId) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(way);
      mac.update((byte) 0);
      return Arrays.copyOf(mac.doFinal(callId.getBytes(StandardCharsets.UTF_8)), SEAL_BYTES);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
