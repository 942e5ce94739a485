package org.confocal.engine.dialog;

/**
 * What makes a request of a peer the same request when an edge repeats it: the answer for a known
 * key is repeated and nothing happens twice.
 */
public record RequestKey(String callId, String fromTag, long cseq, String method) {}
