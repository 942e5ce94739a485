package org.confocal.sip.jain;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** Settings for tests: the defaults of reference.conf with a few lines on top. */
final class StackSettings {
  private StackSettings() {}

  /** Loopback, ports chosen by the system, T1 of 20 ms. */
  static SipStackSettings loopback(String more) {
    String text =
        """
        listen = ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"]
        t1 = 20 ms
        tcp.connect-limit = 300 ms
        """;
    return SipStackSettings.from(config(text + more));
  }

  static Config config(String keys) {
    return ConfigFactory.parseString(keys)
        .atPath(SipStackSettings.PATH)
        .withFallback(ConfigFactory.parseResources("reference.conf"))
        .resolve();
  }

  static int port(JainSipStack stack, String transport) {
    return stack.listening().stream()
        .filter(b -> b.transport().equals(transport))
        .findFirst()
        .orElseThrow()
        .port();
  }
}
