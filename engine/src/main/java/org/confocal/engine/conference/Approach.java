package org.confocal.engine.conference;

import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.meeting.Proof;

/**
 * Somebody who comes to the gate.
 *
 * @param proof what the keys that he gave have proved
 * @param source where he comes from, as the socket tells; port 0 = others have sent his request on
 * @param from his From header, which proves nothing
 */
public record Approach(Entry entry, Caller caller, Proof proof, PeerAddress source, String from) {}
