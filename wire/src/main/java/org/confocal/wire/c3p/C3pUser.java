package org.confocal.wire.c3p;

import java.util.Optional;
import org.confocal.wire.xml.XmlValues;

/**
 * A user in a command: the one who joins, or who is to be called, or who is invited.
 *
 * @param entity URI of the user
 * @param role as asked for in a request, as granted in an answer; any word, the focus judges it
 *     <p>MS-CONFBAS 2.2.3.4.
 */
public record C3pUser(
    String entity,
    Optional<String> displayText,
    Optional<String> role,
    Optional<C3pEndpoint> endpoint) {
  public C3pUser {
    if (!XmlValues.isWord(entity) || !role.map(XmlValues::isWord).orElse(true)) {
      throw new IllegalArgumentException(
          "user: " + entity + " " + role + " (expected: a URI and a role without blanks)");
    }
  }
}
