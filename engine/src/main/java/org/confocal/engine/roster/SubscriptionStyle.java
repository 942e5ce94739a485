package org.confocal.engine.roster;

/**
 * How a subscriber wants to be told.
 *
 * @param microsoft with the extensions of OCS; otherwise plain RFC 4575
 * @param unanswered by BENOTIFY, to which no answer comes
 * @param extended its life is prolonged by us as long as the participant is there
 */
public record SubscriptionStyle(boolean microsoft, boolean unanswered, boolean extended) {
  /** Plain RFC 4575 and RFC 6665. */
  public static final SubscriptionStyle PLAIN = new SubscriptionStyle(false, false, false);
}
