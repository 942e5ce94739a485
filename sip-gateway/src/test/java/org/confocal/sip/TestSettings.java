package org.confocal.sip;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** An edge for the domain {@code example.test} on ports that the system chooses. */
final class TestSettings {
  private TestSettings() {}

  static Config config() {
    return ConfigFactory.parseString(
            """
            confocal.sip {
              domain = "example.test"
              patience { repeat = 50 ms, give-up = 2 s }
              stack { listen = ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"], t1 = 100 ms }
            }
            pekko.log-dead-letters = off
            """)
        .withFallback(ConfigFactory.load());
  }

  static OwnNames names() {
    return OwnNames.of(SipSettings.from(config()));
  }
}
