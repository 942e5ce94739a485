package org.confocal.engine.presence;

/** What a client may subscribe to about users. */
public enum PresenceEvent {
  /** The subscriber's own contact list. */
  CONTACTS,
  /** What the subscriber has published himself. */
  SELF,
  /** The presence of a list of users, by category (MS-PRES). */
  CATEGORIES,
  /** The presence of one user (RFC 3856, RFC 3863). */
  PIDF
}
