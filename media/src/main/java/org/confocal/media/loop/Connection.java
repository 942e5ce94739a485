package org.confocal.media.loop;

import org.confocal.media.SessionParameters;

/** What there is of a leg from its first connect on. */
record Connection(
    SessionParameters parameters, StreamFormat format, SourceLatch latch, RtcpReporter rtcp) {}
