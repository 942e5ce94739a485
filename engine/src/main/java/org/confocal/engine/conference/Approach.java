package org.confocal.engine.conference;

import org.confocal.engine.meeting.Proof;

/**
 * Somebody who comes to the gate.
 *
 * @param proof what the keys that he gave have proved
 * @param source IP address that he comes from
 * @param from his From header, which proves nothing
 */
public record Approach(Entry entry, Caller caller, Proof proof, String source, String from) {}
