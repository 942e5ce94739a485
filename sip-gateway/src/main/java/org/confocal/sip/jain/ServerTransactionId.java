package org.confocal.sip.jain;

/**
 * Names a request that came in and is being answered. After the final answer it stays good for 8 s
 * (an INVITE that was taken), for 32 s (all else over UDP) or not at all (all else over TCP).
 */
public record ServerTransactionId(String value) {}
