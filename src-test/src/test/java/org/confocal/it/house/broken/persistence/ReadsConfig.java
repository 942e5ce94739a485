package org.confocal.it.house.broken.persistence;

import com.typesafe.config.Config;

/** Reads settings without being one. */
public record ReadsConfig(Config config) {}
