package org.confocal.engine.meeting;

import java.util.regex.Pattern;

/**
 * What the conferences of an organizer may be. OCS calls it a meeting policy.
 *
 * @param name 1 to 32 lower-case letters, digits and dashes
 * @param meetingSize most participants at a time, 1 to {@value #MOST}; the limit of legs of every
 *     conference stays
 * @param anonymousAllowed participants may come who have not proved who they are
 * @param dialOutAllowed participants may have others called
 * @param recordingAllowed presenters may record
 */
public record ConferencePolicy(
    String name,
    int meetingSize,
    boolean anonymousAllowed,
    boolean dialOutAllowed,
    boolean recordingAllowed) {
  /** The policy of all to whom none is assigned. */
  public static final String DEFAULT = "default";

  /** Largest meeting size. */
  public static final int MOST = 100_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public ConferencePolicy {
    if (!isName(name)) {
      throw new IllegalArgumentException("policy: " + name + " (expected: " + expectedName() + ")");
    }
    if (meetingSize < 1 || meetingSize > MOST) {
      throw new IllegalArgumentException(
          "meeting size: " + meetingSize + " (expected: 1 to " + MOST + ")");
    }
  }

  /** Tells whether a policy may be called so. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** What a name looks like, in words. */
  public static String expectedName() {
    return "1 to 32 lower-case letters, digits and dashes";
  }
}
