package org.confocal.mcu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.srtp.SrtpKey;
import org.confocal.media.srtp.SrtpKeys;
import org.confocal.media.srtp.SrtpSuite;
import org.jspecify.annotations.Nullable;

/**
 * Whether streams are protected, and by which keys (SDES): {@code a=crypto} over RTP/SAVP, and over
 * RTP/AVP, by which clients of Office Communications Server say that they can and need not. An
 * answer takes the first line of the offer whose suite is known, and its tag; a line with an MKI or
 * with parameters of the session is none of ours. A key of ours stays as long as its session. RFC
 * 4568 section 5.1, RFC 7714.
 */
final class SecureMedia {
  static final String OPEN = "RTP/AVP";
  static final String SECURE = "RTP/SAVP";

  /** What everybody knows, and what the newest want. */
  private static final List<SrtpSuite> OFFERED =
      List.of(SrtpSuite.AES_CM_128_HMAC_SHA1_80, SrtpSuite.AEAD_AES_128_GCM);

  private static final String SUITES =
      String.join(", ", Arrays.stream(SrtpSuite.values()).map(SrtpSuite::name).toList());

  private final SrtpPolicy policy;
  private final RandomGenerator secrets;

  /**
   * By the policy of a site.
   *
   * @param secrets where keys come from: not to be guessed
   */
  SecureMedia(SrtpPolicy policy, RandomGenerator secrets) {
    this.policy = policy;
    this.secrets = secrets;
  }

  /** Why an offered stream cannot be served, in words; empty when it can. */
  Optional<String> objection(StreamDescriptor offered) {
    boolean insists = offered.protocol().equalsIgnoreCase(SECURE);
    if (!insists && !offered.protocol().equalsIgnoreCase(OPEN)) {
      return Optional.of(
          "Transport " + offered.protocol() + " (expected: " + OPEN + " or " + SECURE + ")");
    }
    if (insists && policy == SrtpPolicy.OFF) {
      return Optional.of("Encrypted audio is switched off here (expected: " + OPEN + ")");
    }
    boolean needed = insists || policy == SrtpPolicy.REQUIRED;
    if (!needed || usable(offered).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "Audio has to be encrypted"
            + offered.crypto().stream().findFirst().map(SecureMedia::fault).orElse("")
            + " (expected: a=crypto with one of "
            + SUITES
            + ", a key, no MKI, no session parameters)");
  }

  private static String fault(CryptoLine line) {
    String what = "; a=crypto:" + line.tag();
    if (suite(line) == null) {
      return what + " has the suite " + shown(line.suite());
    } else if (!line.mki().isEmpty()) {
      return what + " has an MKI";
    } else if (!line.parameters().isEmpty()) {
      return what + " has the parameter " + shown(line.parameters().get(0));
    }
    return what + " has no key of the suite's length";
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) : text;
  }

  /** The lines of our answer: one, or none when the stream is not protected. */
  List<CryptoLine> answer(StreamDescriptor offered, List<CryptoLine> before) {
    if (policy == SrtpPolicy.OFF) {
      return List.of();
    }
    return usable(offered)
        .map(line -> List.of(new CryptoLine(line.tag(), line.suite(), ours(line.suite(), before))))
        .orElseGet(List::of);
  }

  /** The lines of an offer of ours. */
  List<CryptoLine> offer(List<CryptoLine> before) {
    List<CryptoLine> lines = new ArrayList<>();
    if (policy != SrtpPolicy.OFF) {
      OFFERED.forEach(
          s -> lines.add(new CryptoLine(lines.size() + 1, s.name(), ours(s.name(), before))));
    }
    return lines;
  }

  /**
   * The transport of an offer of ours; a stream that had to be encrypted has to be from then on.
   */
  String protocol(Optional<StreamDescriptor> before) {
    boolean insisted = before.filter(s -> s.protocol().equalsIgnoreCase(SECURE)).isPresent();
    boolean keys = policy == SrtpPolicy.REQUIRED || (insisted && policy != SrtpPolicy.OFF);
    return keys ? SECURE : OPEN;
  }

  /** What we described, with other keys: for a session that is made anew. */
  SessionAnswer rekeyed(SessionAnswer local) {
    return new SessionAnswer(
        local.streams().stream()
            .map(
                s ->
                    s.with(
                        s.crypto().stream()
                            .map(line -> line.key(ours(line.suite(), List.of())))
                            .toList()))
            .toList());
  }

  /** Our key of that suite: the one that the session has, or a new one. */
  private String ours(String suite, List<CryptoLine> before) {
    return before.stream()
        .filter(line -> line.suite().equals(suite) && line.keyed())
        .map(CryptoLine::key)
        .findFirst()
        .orElseGet(() -> fresh(SrtpSuite.named(suite)));
  }

  private String fresh(@Nullable SrtpSuite suite) {
    if (suite == null) {
      return "";
    }
    byte[] secret = new byte[suite.secretLength()];
    secrets.nextBytes(secret);
    return Base64.getEncoder().encodeToString(secret);
  }

  /** Whether both descriptions of a stream agree on how it is protected, or that it is not. */
  static boolean agree(StreamDescriptor theirs, StreamDescriptor ours) {
    boolean both = !theirs.crypto().isEmpty() && !ours.crypto().isEmpty();
    boolean needed = both || ours.protocol().equalsIgnoreCase(SECURE);
    return !needed || keys(theirs, ours).isPresent();
  }

  /**
   * The keys of a stream that both have described: one of the two is the answer and has one line.
   */
  static Optional<SrtpKeys> keys(StreamDescriptor theirs, StreamDescriptor ours) {
    for (CryptoLine line : theirs.crypto()) {
      Optional<SrtpKey> their = key(line);
      Optional<SrtpKey> our =
          ours.crypto().stream().filter(line::fits).findFirst().flatMap(SecureMedia::key);
      if (their.isPresent() && our.isPresent()) {
        return Optional.of(new SrtpKeys(our.get(), their.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<CryptoLine> usable(StreamDescriptor stream) {
    return stream.crypto().stream().filter(line -> key(line).isPresent()).findFirst();
  }

  /** The key of a line that we can use. */
  private static Optional<SrtpKey> key(CryptoLine line) {
    return Stream.ofNullable(suite(line))
        .filter(s -> line.mki().isEmpty() && line.parameters().isEmpty())
        .flatMap(s -> secret(line, s).map(secret -> new SrtpKey(s, secret)).stream())
        .findFirst();
  }

  private static @Nullable SrtpSuite suite(CryptoLine line) {
    return SrtpSuite.named(line.suite());
  }

  private static Optional<byte[]> secret(CryptoLine line, SrtpSuite suite) {
    try {
      return Optional.of(Base64.getDecoder().decode(line.key()))
          .filter(bytes -> bytes.length == suite.secretLength());
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
