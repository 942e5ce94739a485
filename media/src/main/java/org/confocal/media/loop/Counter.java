package org.confocal.media.loop;

/**
 * What a loop counts. All are totals but the first two, which are present numbers, and the highest
 * lateness.
 */
enum Counter {
  CONFERENCES,
  SESSIONS,
  FRAMES_MIXED,
  FRAMES_LATE,
  FRAMES_SKIPPED,
  MAX_LATENESS_NS,
  PACKETS_RECEIVED,
  PACKETS_SENT,
  PACKETS_ENCODED,
  MALFORMED,
  STRANGERS,
  UNEXPECTED,
  UNAUTHENTIC,
  SEND_FAILED,
  CHECKS,
  CHECKS_REFUSED,
  LOST,
  LATE,
  DUPLICATE,
  REORDERED,
  CONCEALED,
  RECOVERED,
  EXPANDED,
  ACCELERATED,
  LEFT_OUT,
  RESTARTS,
  RECORDING_LOST,
  FAILURES
}
