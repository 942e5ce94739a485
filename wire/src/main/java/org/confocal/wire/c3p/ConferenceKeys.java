package org.confocal.wire.c3p;

import java.util.Optional;

/**
 * What somebody who joins gives beside his name. The schema has no fixed place for it: an attribute
 * or child of that name in the keys of the conference is read; written are attributes. {@link
 * #toString} tells nothing.
 */
public record ConferenceKeys(Optional<String> conferenceKey, Optional<String> passcode) {
  /** Nothing is given. */
  public static final ConferenceKeys NONE = new ConferenceKeys(Optional.empty(), Optional.empty());

  @Override
  public String toString() {
    return "ConferenceKeys[]";
  }
}
