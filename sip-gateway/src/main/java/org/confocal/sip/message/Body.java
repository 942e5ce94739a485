package org.confocal.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The body of a message: bytes that nobody changes, and their type. {@link #NONE} has no bytes and
 * no type.
 *
 * @param contentType as written, parameters included, or an empty string
 */
@SuppressWarnings("ArrayRecordComponent") // nobody sees the array itself: it is copied in and out
public record Body(String contentType, byte[] bytes) {
  public static final Body NONE = new Body("", new byte[0]);

  public Body {
    if (Text.hasControl(contentType)) {
      throw new IllegalArgumentException("content-type: (expected: no control characters)");
    }
    bytes = bytes.clone();
  }

  public static Body of(String contentType, String text) {
    return new Body(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Body sdp(String text) {
    return of("application/sdp", text);
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** True if type and subtype are the given ones; parameters and case do not matter. */
  public boolean is(String type) {
    int semicolon = contentType.indexOf(';');
    String mine = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return mine.strip().toLowerCase(Locale.ROOT).equals(type.toLowerCase(Locale.ROOT));
  }

  /** The bytes read as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body b
        && contentType.equals(b.contentType)
        && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return contentType + " (" + bytes.length + " bytes)";
  }
}
