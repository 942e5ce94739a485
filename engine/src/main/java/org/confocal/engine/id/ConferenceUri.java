package org.confocal.engine.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a conference: its organizer and the id that is unique for that organizer. As a SIP URI it
 * is {@code sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F}; the two
 * parameters may come in either order. Source: the conferencing protocol of OCS 2007 (MS-CONFBAS
 * 2.2.3).
 */
public record ConferenceUri(
    @JsonProperty("organizer") UserUri organizer, @JsonProperty("id") ConferenceId id) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(sip:[^;?]+)((?:;[^;?]*)*);opaque=app:conf:focus:id:([A-Za-z0-9]+)((?:;[^;?]*)*)",
          Pattern.CASE_INSENSITIVE);

  @JsonCreator
  public ConferenceUri {}

  /** Reads the conference URI; empty when {@code text} has another form. */
  public static Optional<ConferenceUri> parse(String text) {
    Matcher m = SHAPE.matcher(text);
    if (text.length() > 1024 || !m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ConferenceUri(new UserUri(m.group(1)), new ConferenceId(m.group(3))));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** The SIP URI of the focus. */
  public String text() {
    return organizer.value() + ";gruu;opaque=app:conf:focus:id:" + id.value();
  }

  /**
   * The SIP URI of an MCU of the conference.
   *
   * @param type word of the media type, for instance {@code chat}
   */
  public String mcu(String type) {
    return organizer.value() + ";gruu;opaque=app:conf:" + type + ":id:" + id.value();
  }

  @Override
  public String toString() {
    return text();
  }
}
