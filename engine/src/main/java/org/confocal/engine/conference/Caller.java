package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Keys;

/**
 * Who asks to join, as far as the edge could tell.
 *
 * @param user who it is, when that was proved; nobody's From header is proof
 * @param displayName what to show, may be empty
 * @param thisMachine the request came from this machine itself
 * @param keys what he gave beside his name; absent in messages of older nodes: nothing
 */
public record Caller(Optional<UserUri> user, String displayName, boolean thisMachine, Keys keys) {
  public Caller {
    keys = keys == null ? Keys.NONE : keys;
  }

  /** Somebody who gave no keys. */
  public Caller(Optional<UserUri> user, String displayName, boolean thisMachine) {
    this(user, displayName, thisMachine, Keys.NONE);
  }

  /** The same with these keys. */
  public Caller with(Keys given) {
    return new Caller(user, displayName, thisMachine, given);
  }
}
