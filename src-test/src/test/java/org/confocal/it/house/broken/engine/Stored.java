package org.confocal.it.house.broken.engine;

public interface Stored {}
