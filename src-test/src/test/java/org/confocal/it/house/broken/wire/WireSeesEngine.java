package org.confocal.it.house.broken.wire;

import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.it.house.broken.engine.Stored;

public record WireSeesEngine(Stored engine, ActorRef<String> actor) {}
