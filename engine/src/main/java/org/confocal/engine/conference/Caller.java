package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Keys;

/**
 * Who asks to join, as far as the edge could tell.
 *
 * @param user who it is, when that was proved; nobody's From header is proof
 * @param displayName what to show, may be empty
 * @param thisMachine the request came from this machine itself
 * @param keys what he gave beside his name; absent in messages of older nodes: nothing
 * @param source where his request came from, as the socket tells and not as he writes; port 0 =
 *     others have sent it on, and the address is theirs; absent in messages of older nodes
 */
public record Caller(
    Optional<UserUri> user,
    String displayName,
    boolean thisMachine,
    Keys keys,
    Optional<PeerAddress> source) {
  public Caller {
    keys = keys == null ? Keys.NONE : keys;
    source = source == null ? Optional.empty() : source;
  }

  /** Somebody of whom only his dialog tells where he is. */
  public Caller(Optional<UserUri> user, String displayName, boolean thisMachine, Keys keys) {
    this(user, displayName, thisMachine, keys, Optional.empty());
  }

  /** The same, and he gave no keys. */
  public Caller(Optional<UserUri> user, String displayName, boolean thisMachine) {
    this(user, displayName, thisMachine, Keys.NONE);
  }

  /** The same with these keys. */
  public Caller with(Keys given) {
    return new Caller(user, displayName, thisMachine, given, source);
  }

  /** The same, come from there. */
  public Caller from(PeerAddress there) {
    return new Caller(user, displayName, thisMachine, keys, Optional.of(there));
  }
}
