package org.confocal.it.house.broken.engine;

import org.confocal.it.house.broken.wire.WireSeesEngine;

/** Closes a cycle as well. */
public record EngineSeesWire(WireSeesEngine wire) {}
