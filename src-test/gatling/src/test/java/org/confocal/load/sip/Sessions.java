package org.confocal.load.sip;

import io.gatling.commons.stats.Status;
import io.gatling.core.session.Session;
import io.netty.channel.embedded.EmbeddedChannel;

/** Sessions of Gatling for tests. */
final class Sessions {
  private Sessions() {}

  static Session empty() {
    return new Session(
        "test",
        1,
        scala.collection.immutable.Map$.MODULE$.empty(),
        Status.apply("OK"),
        scala.collection.immutable.List$.MODULE$.empty(),
        Session.NothingOnExit(),
        new EmbeddedChannel().eventLoop());
  }
}
