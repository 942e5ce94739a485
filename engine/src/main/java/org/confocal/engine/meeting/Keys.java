package org.confocal.engine.meeting;

import java.util.Optional;

/**
 * What a caller gives at the gate, as he gave it. Neither part is ever written to a log, a journal
 * or a view: {@link #toString} tells nothing.
 *
 * @param conferenceKey of the join URI
 * @param passcode digits, as dialled or written
 */
public record Keys(Optional<String> conferenceKey, Optional<String> passcode) {
  /** Nothing was given. */
  public static final Keys NONE = new Keys(Optional.empty(), Optional.empty());

  private static final int LONGEST = 128;

  public Keys {
    conferenceKey = conferenceKey.map(Keys::bounded);
    passcode = passcode.map(Keys::bounded);
  }

  /** Nothing was given. */
  public boolean none() {
    return conferenceKey.isEmpty() && passcode.isEmpty();
  }

  /** What is longer than any secret is no secret of ours: it need not be carried whole. */
  private static String bounded(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  @Override
  public String toString() {
    return "Keys[" + (none() ? "none" : "given") + "]";
  }
}
