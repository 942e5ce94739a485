package org.confocal.sip.jain;

/**
 * Totals since the start.
 *
 * @param received messages that were parsed
 * @param malformed messages that did not parse, refused with 400 or dropped
 * @param keepAlives CRLF keep-alives
 * @param overloaded messages refused or dropped for load
 * @param oversized messages over the size limit
 * @param stray answers that belong to nothing
 * @param lateAnswers answers of ours whose transaction was over
 * @param unsent messages that the network did not take
 */
public record SipStackCounters(
    long received,
    long malformed,
    long keepAlives,
    long overloaded,
    long oversized,
    long stray,
    long lateAnswers,
    long unsent) {}
