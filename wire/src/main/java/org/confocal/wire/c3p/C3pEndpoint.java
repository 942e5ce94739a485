package org.confocal.wire.c3p;

import java.util.Optional;
import org.confocal.wire.xml.XmlValues;

/**
 * The endpoint of a user in a command.
 *
 * @param entity a GUID, with or without braces
 * @param joiningMethod {@code dialed-in} or {@code dialed-out}; any word, the focus judges it
 * @param endpointUri where to call, if that is not the user's URI: {@code sip:} or {@code tel:}
 *     <p>MS-CONFBAS 2.2.3.15.
 */
public record C3pEndpoint(
    String entity, Optional<String> joiningMethod, Optional<String> endpointUri) {
  public C3pEndpoint {
    if (!XmlValues.isWord(entity)
        || !joiningMethod.map(XmlValues::isWord).orElse(true)
        || !endpointUri.map(XmlValues::isWord).orElse(true)) {
      throw new IllegalArgumentException(
          "endpoint: "
              + entity
              + " "
              + joiningMethod
              + " "
              + endpointUri
              + " (expected: words without blanks)");
    }
  }
}
