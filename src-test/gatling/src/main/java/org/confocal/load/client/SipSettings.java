package org.confocal.load.client;

import java.net.InetSocketAddress;
import java.time.Duration;

/** How the client behaves. */
public record SipSettings(Route route, Times times, Limits limits) {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /**
   * The way to the server.
   *
   * @param target where all requests go
   * @param tcp false: UDP, from one port
   * @param connections over TCP: how many all users share; 0 = each has one of his own
   * @param domain host part of the users' addresses
   * @param local address of ours; empty = the one towards the target
   * @param epid whether From has an {@code epid}, as clients of the OCS generation write it
   */
  public record Route(
      InetSocketAddress target,
      boolean tcp,
      int connections,
      String domain,
      String local,
      boolean epid) {
    public Route {
      if (target.isUnresolved()) {
        throw new IllegalArgumentException(
            "target: " + target.getHostString() + " (expected: a host that is known)");
      }
      if (connections < 0) {
        throw new IllegalArgumentException(
            "connections: " + connections + " (expected: 0 or more)");
      }
    }
  }

  /**
   * Waiting.
   *
   * @param t1 first pause before a repetition over UDP (RFC 3261: 500 ms)
   * @param t2 longest such pause (RFC 3261: 4 s)
   * @param patience longest time for a final answer; RFC 3261 says 64 * T1
   */
  public record Times(Duration t1, Duration t2, Duration patience) {
    public Times {
      if (t1.compareTo(SHORTEST) < 0 || t2.compareTo(t1) < 0 || patience.compareTo(t1) < 0) {
        throw new IllegalArgumentException(
            "t1 %s, t2 %s, patience %s (expected: t1 of 1 ms or more, and no shorter time)"
                .formatted(t1, t2, patience));
      }
    }
  }

  /**
   * What is kept.
   *
   * @param mostUsers users at a time; the next one is refused
   * @param mostWaiting requests of the server that wait in a dialog to be looked at; the oldest
   *     goes
   */
  public record Limits(int mostUsers, int mostWaiting) {
    public Limits {
      if (mostUsers < 1 || mostWaiting < 1) {
        throw new IllegalArgumentException(
            "users %d, waiting %d (expected: 1 or more)".formatted(mostUsers, mostWaiting));
      }
    }

    Limits withMostWaiting(int count) {
      return new Limits(mostUsers, count);
    }
  }

  /** RFC 3261's times, one UDP port. */
  public static SipSettings towards(InetSocketAddress target) {
    Duration t1 = Duration.ofMillis(500);
    return new SipSettings(
        new Route(target, false, 0, target.getHostString(), "", false),
        new Times(t1, Duration.ofSeconds(4), t1.multipliedBy(64)),
        new Limits(50_000, 1000));
  }

  public SipSettings with(Route other) {
    return new SipSettings(other, times, limits);
  }

  public SipSettings with(Times other) {
    return new SipSettings(route, other, limits);
  }

  public SipSettings with(Limits other) {
    return new SipSettings(route, times, other);
  }
}
