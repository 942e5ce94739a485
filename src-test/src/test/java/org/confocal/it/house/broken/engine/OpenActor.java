package org.confocal.it.house.broken.engine;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Neither final nor closed to constructors. */
public class OpenActor {
  public OpenActor() {}

  public static Behavior<String> create() {
    return Behaviors.empty();
  }
}
