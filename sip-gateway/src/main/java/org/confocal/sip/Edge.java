package org.confocal.sip;

import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.sip.jain.JainSipStack;

/** What all actors of one edge share. */
record Edge(
    JainSipStack stack,
    SipGateway.Doors doors,
    SipSettings settings,
    OwnNames names,
    OwnContact contact,
    DigestGuard guard,
    FlowTable flows,
    FlowLogins logins,
    ActorRef<EdgeProtocol.Command> self) {}
