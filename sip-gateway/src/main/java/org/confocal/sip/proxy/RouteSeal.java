package org.confocal.sip.proxy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;

/**
 * Writes the way to one end of a call into the user part of a Record-Route, so that no memory of
 * the call is needed: the next request of the call brings it back. A seal over the way, the time,
 * the Call-ID and both ends keeps others from writing ways of their own, and those who have one
 * from using it for more than their call. An admission is such a way for the first request of a
 * call, which another edge of ours sends. RFC 5626 section 5.3.1.
 */
public final class RouteSeal {
  private static final String WAY = "way-";
  private static final String ADMISSION = "in-";
  private static final int SEAL_BYTES = 12;
  private static final int NAME_BYTES = 6;
  private static final int LONGEST = 400;
  private static final String NO_FLOW = "-";

  /** How long a way is open: no call is longer. */
  private static final long LONGEST_CALL_S = Duration.ofHours(24).toSeconds();

  /** How long a request may come by an admission: it is sent at once. */
  private static final long ADMISSION_S = 60;

  private final SecretKeySpec key;
  private final InstantSource clock;

  /**
   * Seals with a key of its own.
   *
   * @param secret nobody else knows it; ways that were sealed with another one open no more
   */
  public RouteSeal(String secret, InstantSource clock) {
    this.clock = clock;
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** The user part for a Record-Route that leads to {@code to} in the call of this request. */
  public String seal(Destination to, SipRequest request) {
    return seal(WAY, to, call(request));
  }

  /**
   * The user part of a Route by which another edge of ours may send the first request of a call to
   * {@code to}.
   *
   * @param call as {@link #call} tells it
   */
  public String admit(Destination to, String call) {
    return seal(ADMISSION, to, call);
  }

  private String seal(String kind, Destination to, String call) {
    String now = Long.toString(clock.instant().getEpochSecond());
    byte[] way = (text(to) + "|" + now).getBytes(StandardCharsets.UTF_8);
    byte[] seal = mac(kind, way, call);
    byte[] all = Arrays.copyOf(seal, SEAL_BYTES + way.length);
    System.arraycopy(way, 0, all, SEAL_BYTES, way.length);
    return kind + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** Tells this edge from others, and no secret. */
  public String name() {
    return HexFormat.of().formatHex(mac("name", new byte[0], ""), 0, NAME_BYTES);
  }

  /** True for what looks like a way of ours, be the seal right or wrong. */
  public static boolean isSealed(SipUri route) {
    return is(WAY, route);
  }

  /** True for what looks like the admission of a request from another edge. */
  public static boolean isAdmission(SipUri route) {
    return is(ADMISSION, route);
  }

  private static boolean is(String kind, SipUri route) {
    return route.plainUser().filter(u -> u.startsWith(kind)).isPresent();
  }

  /** Where a Route leads; empty when it was not sealed here for this call, or long ago. */
  public Optional<Destination> open(SipUri route, SipRequest request) {
    return open(WAY, LONGEST_CALL_S, route, request);
  }

  /** The same for the Route of an admission. */
  public Optional<Destination> openAdmission(SipUri route, SipRequest request) {
    return open(ADMISSION, ADMISSION_S, route, request);
  }

  private Optional<Destination> open(String kind, long longestS, SipUri route, SipRequest request) {
    String user = route.plainUser().orElse("");
    if (!user.startsWith(kind) || user.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(user.substring(kind.length()));
      if (all.length <= SEAL_BYTES) {
        return Optional.empty();
      }
      byte[] way = Arrays.copyOfRange(all, SEAL_BYTES, all.length);
      byte[] seal = mac(kind, way, call(request));
      return MessageDigest.isEqual(Arrays.copyOf(all, SEAL_BYTES), seal)
          ? read(new String(way, StandardCharsets.UTF_8), longestS)
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
  private Optional<Destination> read(String way, long longestS) {
    String[] parts = way.split("\\|", -1);
    long age = clock.instant().getEpochSecond() - Long.parseLong(parts[4]);
    if (age > longestS) {
      return Optional.empty();
    }
    int port = Integer.parseInt(parts[2]);
    return Optional.of(
        parts[3].equals(NO_FLOW)
            ? new Destination.Address(parts[0], parts[1], port)
            : new Flow(parts[0], parts[1], port, Long.parseLong(parts[3])));
  }

  /** Call-ID and both ends; which of them sends the request changes nothing. */
  public static String call(SipRequest request) {
    String from = end(request.from().uri());
    String to = end(request.to().uri());
    return String.join(
        "\n",
        request.callId(),
        from.compareTo(to) <= 0 ? from : to,
        from.compareTo(to) <= 0 ? to : from);
  }

  /** Without parameters: some clients leave them out later. */
  private static String end(SipUri uri) {
    return (uri.plainUser().orElse("") + "@" + uri.host()).toLowerCase(Locale.ROOT);
  }

  private byte[] mac(String kind, byte[] way, String call) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(kind.getBytes(StandardCharsets.UTF_8));
      mac.update(way);
      mac.update((byte) 0);
      return Arrays.copyOf(mac.doFinal(call.getBytes(StandardCharsets.UTF_8)), SEAL_BYTES);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
