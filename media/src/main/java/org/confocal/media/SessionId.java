package org.confocal.media;

/**
 * Names one leg of one conference for as long as the media plane runs.
 *
 * @param conferenceKey names the conference; all legs with the same key hear each other
 * @param leg names the leg within the conference
 */
public record SessionId(String conferenceKey, String leg) {

  public SessionId {
    if (conferenceKey.isEmpty() || leg.isEmpty()) {
      throw new IllegalArgumentException(
          "session id: '" + conferenceKey + "/" + leg + "' (expected: two non-empty names)");
    }
  }

  @Override
  public String toString() {
    return conferenceKey + "/" + leg;
  }
}
