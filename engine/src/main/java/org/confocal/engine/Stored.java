package org.confocal.engine;

/**
 * Marks what is written to the journal or its snapshots. Serialized as CBOR by Jackson under a
 * manifest that never changes silently: see the list in the room's tests.
 */
public interface Stored {}
