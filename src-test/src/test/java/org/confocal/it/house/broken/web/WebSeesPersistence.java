package org.confocal.it.house.broken.web;

import org.confocal.it.house.broken.persistence.StoreSettings;

/** Lies in a package without package-info. */
public record WebSeesPersistence(StoreSettings store) {}
