package org.confocal.load.client;

import org.confocal.load.message.SipMessage;

/** How something ended for which a user waited. */
public sealed interface Outcome {
  /** When, in the client's time in ms. */
  long atMs();

  /** A final answer, or a request of the server. */
  record Came(SipMessage message, long atMs) implements Outcome {}

  /** Nothing came, or nothing could be sent. */
  record Missed(String why, long atMs) implements Outcome {}
}
