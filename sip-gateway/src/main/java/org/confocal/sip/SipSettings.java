package org.confocal.sip;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.confocal.engine.SectionSettings;

/**
 * Settings of the SIP edge.
 *
 * @param domain host part of the addresses of users and meetings
 * @param aliases further names and addresses that mean this domain
 * @param maxPending requests that may be served at a time
 */
public record SipSettings(
    String domain,
    List<String> aliases,
    DigestSettings digest,
    Registrations registrations,
    ConferenceFactory conferenceFactory,
    SessionTimers sessionTimers,
    Subscriptions subscriptions,
    Proxy proxy,
    ProvisioningSettings provisioning,
    Patience patience,
    int maxPending) {
  /**
   * Registrations (RFC 3261 section 10): their lifetime, and who needs no proof.
   *
   * @param trustedNetworks in CIDR notation: whoever registers from there is believed
   */
  public record Registrations(
      int leastSeconds, int mostSeconds, int usualSeconds, List<String> trustedNetworks) {
    public Registrations {
      trustedNetworks = List.copyOf(trustedNetworks);
    }

    Networks trusted() {
      return Networks.of(trustedNetworks);
    }
  }

  /**
   * Requests from one user to another (RFC 3261 section 16).
   *
   * @param mostForks places of one user that are tried at a time, the latest
   * @param mostPending requests that are on their way at a time
   * @param mostPerUser of them those of one caller
   * @param mostBodyBytes of one request
   * @param ringLimit after this an INVITE that nobody takes is cancelled (timer C)
   */
  public record Proxy(
      int mostForks, int mostPending, int mostPerUser, int mostBodyBytes, Duration ringLimit) {}

  /**
   * The URI to call for a conference that nobody has scheduled (RFC 4579 section 5.4).
   *
   * @param user its user part
   * @param lasts after this the meeting expires
   */
  public record ConferenceFactory(String user, Duration lasts) {}

  /**
   * Session timers (RFC 4028).
   *
   * @param intervalSeconds what we ask for; 0 = never agree on a timer
   * @param leastSeconds less is refused with 422
   */
  public record SessionTimers(int intervalSeconds, int leastSeconds) {}

  /**
   * Subscriptions to conferences (RFC 6665); the focus decides how long they last.
   *
   * @param datagramLimit bytes of a roster that a subscriber behind UDP may get
   */
  public record Subscriptions(int datagramLimit) {}

  /**
   * How long the edge waits.
   *
   * @param repeat an unanswered command to the engine is said again after this
   * @param giveUp after this the request is abandoned
   * @param ackT1 first pause between repetitions of a 2xx
   * @param ackT2 longest pause
   * @param ackTimeout without an ACK after this the leg is ended
   * @param callTimeout after this a call of ours that nobody answers is cancelled
   * @param handOver another edge that does not answer for so long is not waited for
   * @param retryAfter what a caller is told to wait when the engine does not answer
   * @param settle when the node stops: how long BYEs that are still on their way to this edge are
   *     waited for
   */
  public record Patience(
      Duration repeat,
      Duration giveUp,
      Duration ackT1,
      Duration ackT2,
      Duration ackTimeout,
      Duration callTimeout,
      Duration handOver,
      Duration retryAfter,
      Duration settle) {}

  private static final Duration MIN = Duration.ofMillis(10);
  private static final Duration MAX = Duration.ofMinutes(10);
  private static final int DAY = 86_400;

  public SipSettings {
    aliases = List.copyOf(aliases);
  }

  public static SipSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.sip");
    String domain = s.text("domain").toLowerCase(Locale.ROOT);
    if (!domain.matches("[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?")) {
      throw s.wrong("domain", domain, "a host name");
    }
    return new SipSettings(
        domain,
        s.texts("aliases"),
        DigestSettings.from(root),
        registrations(s.below("registrations")),
        conferenceFactory(s.below("conference-factory")),
        new SessionTimers(
            s.below("session-timers").whole("interval-seconds", 0, DAY),
            s.below("session-timers").whole("least-seconds", 1, DAY)),
        subscriptions(s.below("subscriptions")),
        proxy(s.below("proxy")),
        ProvisioningSettings.from(root),
        patience(s.below("patience")),
        s.whole("max-pending", 1, 1_000_000));
  }

  private static Registrations registrations(SectionSettings s) {
    int least = s.whole("least-seconds", 1, DAY);
    int most = s.whole("most-seconds", least, DAY * 7);
    List<String> trusted = s.texts("trusted-networks");
    try {
      Networks.of(trusted);
    } catch (IllegalArgumentException notOne) {
      throw s.wrong("trusted-networks", trusted, "networks such as 192.0.2.0/24");
    }
    return new Registrations(least, most, s.whole("usual-seconds", least, most), trusted);
  }

  private static Proxy proxy(SectionSettings s) {
    return new Proxy(
        s.whole("most-forks", 1, 100),
        s.whole("most-pending", 1, 1_000_000),
        s.whole("most-per-user", 1, 1_000_000),
        s.whole("most-body-bytes", 1000, 1 << 20),
        s.duration("ring-limit", Duration.ofSeconds(1), Duration.ofMinutes(30)));
  }

  private static ConferenceFactory conferenceFactory(SectionSettings s) {
    String user = s.text("user").toLowerCase(Locale.ROOT);
    if (!user.matches("[a-z][a-z0-9._-]{0,63}")) {
      throw s.wrong("user", user, "a name of letters and digits that begins with a letter");
    }
    return new ConferenceFactory(
        user, s.duration("lasts", Duration.ofMinutes(1), Duration.ofDays(3650)));
  }

  private static Subscriptions subscriptions(SectionSettings s) {
    return new Subscriptions(s.whole("datagram-limit-bytes", 1000, 60_000));
  }

  private static Patience patience(SectionSettings s) {
    return new Patience(
        s.duration("repeat", MIN, MAX),
        s.duration("give-up", MIN, MAX),
        s.duration("ack-t1", MIN, MAX),
        s.duration("ack-t2", MIN, MAX),
        s.duration("ack-timeout", MIN, MAX),
        s.duration("call-timeout", MIN, MAX),
        s.duration("hand-over", MIN, MAX),
        s.duration("retry-after", Duration.ofSeconds(1), MAX),
        s.duration("settle", MIN, MAX));
  }
}
