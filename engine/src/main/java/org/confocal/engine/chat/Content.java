package org.confocal.engine.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What somebody wrote, byte for byte as it came.
 *
 * @param type value of Content-Type with all parameters
 * @param bytes the body; neither copied nor changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
public record Content(String type, byte[] bytes) {
  /** Plain text in UTF-8. */
  public static Content text(String text) {
    return new Content("text/plain; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The media type without parameters, in lower case. */
  public String mediaType() {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content c && type.equals(c.type) && Arrays.equals(bytes, c.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Content[" + type + ", " + bytes.length + " bytes]";
  }
}
