package org.confocal.sip.jain;

/**
 * What the stack has counted: totals since the start, and at the end what there is now.
 *
 * @param requests requests that came in, repetitions and refused ones included
 * @param received messages that were parsed, responses included
 * @param refused new requests that the gate answered with 503
 * @param dropped messages for which there was no room at all, or new requests that the gate left
 *     without an answer because of {@code overload = drop}
 * @param malformedAnswered requests that did not parse and got a 400 or 505
 * @param malformedDropped messages that did not parse and could not be answered, among them TCP
 *     streams that cannot be cut into messages
 * @param keepAlives CRLF keep-alives
 * @param overloaded connections and requests of ours that were too many
 * @param oversized datagrams over the size limit
 * @param stray answers that belong to nothing
 * @param lateAnswers answers of ours whose transaction was over
 * @param unanswered requests that nobody answered, until the stack said 500
 * @param unsent messages that the network did not take
 * @param failedHandshakes of TLS, those of others and ours
 * @param inFlight now: requests that were taken in and have no final answer yet
 * @param mostInFlight the most that {@code inFlight} has been
 * @param serverTransactions now: requests that came in and are still remembered
 * @param clientTransactions now: requests of ours that are still remembered
 */
public record SipStackCounters(
    long requests,
    long received,
    long refused,
    long dropped,
    long malformedAnswered,
    long malformedDropped,
    long keepAlives,
    long overloaded,
    long oversized,
    long stray,
    long lateAnswers,
    long unanswered,
    long unsent,
    long failedHandshakes,
    long inFlight,
    long mostInFlight,
    long serverTransactions,
    long clientTransactions) {}
