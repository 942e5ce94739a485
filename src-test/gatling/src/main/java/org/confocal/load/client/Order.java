package org.confocal.load.client;

import java.util.List;
import org.confocal.load.message.Header;

/**
 * A request that a user is to send.
 *
 * @param uri where to; empty = to the other side of the dialog
 * @param dialog name of the user's dialog which this begins, or in which it is sent
 * @param headers beyond those that every request has
 * @param type of the body; empty = no body
 * @param acknowledged whether the ACK of a taken INVITE goes out by itself
 */
public record Order(
    String method,
    String uri,
    String dialog,
    List<Header> headers,
    String type,
    String body,
    boolean acknowledged) {
  public Order {
    headers = List.copyOf(headers);
  }

  boolean inDialog() {
    return uri.isEmpty();
  }
}
