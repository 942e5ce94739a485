package org.confocal.engine;

/**
 * Marks what may travel from node to node between actors. Serialized as CBOR by Jackson, never
 * journaled.
 */
public interface Message {}
