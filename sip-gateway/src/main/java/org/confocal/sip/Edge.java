package org.confocal.sip;

import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Ids;
import org.confocal.engine.cluster.EngineDoors;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.sip.jain.JainSipStack;

/** What all actors of one edge share. */
record Edge(
    JainSipStack stack,
    Doors doors,
    SipSettings settings,
    OwnNames names,
    DigestGuard guard,
    FlowTable flows,
    FlowLogins logins,
    ActorRef<EdgeProtocol.Command> self) {
  /** What an edge needs from the other rooms. */
  record Doors(
      EngineDoors engine, DialNames numbers, UserDirectory users, Ids ids, InstantSource clock) {}
}
