package org.confocal.wire.c3p;

import java.io.Serializable;
import org.confocal.wire.xml.XmlValues;

/**
 * What an answer must know of a request.
 *
 * @param requestId opaque, unique among the open requests of a dialog only
 * @param from URI of the sender
 * @param to URI of the focus factory or the focus
 * @param commandName the element in the request
 */
public record C3pEnvelope(String requestId, String from, String to, String commandName)
    implements Serializable {
  public C3pEnvelope {
    if (!XmlValues.isWord(requestId)
        || !XmlValues.isWord(from)
        || !XmlValues.isWord(to)
        || !XmlValues.isWord(commandName)) {
      throw new IllegalArgumentException(
          "envelope: "
              + String.join(" | ", requestId, from, to, commandName)
              + " (expected: four words without blanks)");
    }
  }
}
