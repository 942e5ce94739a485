package org.confocal.engine.conference;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.meeting.Proof;

/**
 * One leg of a participant, with all that is needed to go on with it on another machine.
 *
 * @param number unique in the conference, also over activations
 * @param participant the user, or an address that we made for a guest
 * @param joinKey the request that made the leg
 * @param changeKey the last request that changed its session; {@code joinKey} at first
 * @param remote what the peer described; empty while we wait for the answer to our first offer
 * @param local what we described last
 * @param version version in our o= line of {@code local}
 * @param role at its joining; {@link Conference#role} tells the present one
 * @param entry by which way it came; absent in the oldest records
 * @param muted what it sends is not let in
 * @param dialedOut we called, and were not called
 * @param standing by what right it is in, or waits; absent in old records
 */
public record Leg(
    int number,
    UserUri participant,
    String displayName,
    Role role,
    Dialog dialog,
    RequestKey joinKey,
    RequestKey changeKey,
    MediaPlace place,
    Optional<SessionOffer> remote,
    SessionAnswer local,
    long version,
    Optional<SessionTimer> timer,
    Instant joinedAt,
    Entry entry,
    boolean muted,
    boolean dialedOut,
    Standing standing) {
  public Leg {
    entry = entry == null ? Entry.PLAIN : entry;
    standing = standing == null ? Standing.OLD : standing;
  }

  /** A leg that did not have to wait. */
  public Leg(
      int number,
      UserUri participant,
      String displayName,
      Role role,
      Dialog dialog,
      RequestKey joinKey,
      RequestKey changeKey,
      MediaPlace place,
      Optional<SessionOffer> remote,
      SessionAnswer local,
      long version,
      Optional<SessionTimer> timer,
      Instant joinedAt,
      Entry entry,
      boolean muted,
      boolean dialedOut) {
    this(
        number,
        participant,
        displayName,
        role,
        dialog,
        joinKey,
        changeKey,
        place,
        remote,
        local,
        version,
        timer,
        joinedAt,
        entry,
        muted,
        dialedOut,
        Standing.OLD);
  }

  /** It is in the lobby: its dialog stands, and it has no part in the conference. */
  public boolean waits() {
    return standing.stay() == Standing.Stay.WAITS;
  }

  /**
   * A request of ours that carries an offer: also an UPDATE, for a peer that knows none gets a
   * re-INVITE.
   */
  public boolean offersBy(EdgeProtocol.Method method) {
    return method == EdgeProtocol.Method.INVITE
        || (method == EdgeProtocol.Method.UPDATE && !dialog.peerUpdates());
  }

  /** This leg after a change of its session. */
  public Leg with(ConferenceEvent.SessionChanged c) {
    return new Leg(
        number,
        participant,
        displayName,
        role,
        c.dialog(),
        joinKey,
        c.key(),
        c.place(),
        c.remote(),
        c.local(),
        c.version(),
        c.timer(),
        joinedAt,
        entry,
        muted,
        dialedOut,
        standing);
  }

  Leg admitted() {
    return with(muted, standing.admitted());
  }

  Leg withMute(boolean mute) {
    return with(mute, standing);
  }

  private Leg with(boolean mute, Standing now) {
    return new Leg(
        number,
        participant,
        displayName,
        role,
        dialog,
        joinKey,
        changeKey,
        place,
        remote,
        local,
        version,
        timer,
        joinedAt,
        entry,
        mute,
        dialedOut,
        now);
  }

  /** What may be stored of it. */
  public Leg withoutKeys() {
    return new Leg(
        number,
        participant,
        displayName,
        role,
        dialog,
        joinKey,
        changeKey,
        place,
        remote.map(r -> r.withoutKeys(local)),
        local.withoutKeys(),
        version,
        timer,
        joinedAt,
        entry,
        muted,
        dialedOut,
        standing);
  }

  /**
   * Its session is protected by keys that nobody knows any more: an earlier life of the focus had
   * them. What we described is worth nothing until it has new ones.
   */
  public boolean lostItsKeys() {
    return remote.isPresent() && local.keyless();
  }

  /** The MCUs that serve streams of this leg, by our last description. */
  public Set<McuType> media() {
    Set<McuType> types = EnumSet.noneOf(McuType.class);
    for (StreamDescriptor stream : local.streams()) {
      for (McuType type : McuType.values()) {
        if (stream.port() != 0 && stream.type().equals(type.media())) {
          types.add(type);
        }
      }
    }
    return types;
  }

  /** Where whoever made it came from; in old records where its requests go. */
  public PeerAddress source() {
    return standing.source().orElse(dialog.peer());
  }

  /**
   * Somebody who has not proved who he is goes by a name that we made; old records tell it by that
   * name only.
   */
  public boolean isGuest() {
    boolean old = standing.equals(Standing.OLD);
    return !standing.proved() || (old && participant.name().startsWith("guest-"));
  }

  /**
   * Somebody came by himself, has proved who he is or that he leads, and is in: he attends the
   * conference.
   */
  public boolean attends() {
    boolean known = !isGuest() || standing.proof() == Proof.LEADER;
    return !dialedOut && known && !waits();
  }

  /** The id under which the roster shows this leg: the client's own, or one made of our tag. */
  public String endpoint() {
    return entry.endpoint().orElseGet(() -> endpointOf(dialog.localTag()));
  }

  /** A GUID in braces that is always the same for the same tag. */
  public static String endpointOf(LegTag tag) {
    byte[] name = tag.text().getBytes(StandardCharsets.UTF_8);
    return "{" + UUID.nameUUIDFromBytes(name).toString().toUpperCase(Locale.ROOT) + "}";
  }
}
