package org.confocal.sip.jain;

/** Names a request of ours: the branch of its Via. */
public record ClientTransactionId(String value) {}
