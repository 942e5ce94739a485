package org.confocal.engine.meeting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What opens a meeting for those who have not proved who they are. {@link #toString} tells none of
 * it.
 *
 * @param key the conference key: part of the join URI, made by us, told to the organizer
 * @param passcode whoever gives it comes in as attendee
 * @param leader whoever gives it comes in as presenter
 */
public record Secrets(
    Optional<String> key, Optional<Passcode> passcode, Optional<Passcode> leader) {
  /** The meeting has none. */
  public static final Secrets NONE =
      new Secrets(Optional.empty(), Optional.empty(), Optional.empty());

  private static final String KEY_SHAPE = "[A-Za-z0-9]{8,64}";

  public Secrets {
    if (key.filter(k -> !k.matches(KEY_SHAPE)).isPresent()) {
      throw new IllegalArgumentException(
          "conference key: "
              + key.get().length()
              + " characters (expected: 8 to 64 letters and digits)");
    }
  }

  /** The same with another conference key. */
  public Secrets withKey(String other) {
    return new Secrets(Optional.of(other), passcode, leader);
  }

  /** The same with another passcode; empty = none. */
  public Secrets withPasscode(Optional<Passcode> other) {
    return new Secrets(key, other, leader);
  }

  /** The same with another leader passcode; empty = none. */
  public Secrets withLeader(Optional<Passcode> other) {
    return new Secrets(key, passcode, other);
  }

  /**
   * What these keys prove. A secret that the meeting does not have cannot be wrong; a right
   * passcode counts for more than a right key, and one wrong part spoils the other.
   */
  public Proof proofOf(Keys given) {
    boolean keyAsked = key.isPresent() && given.conferenceKey().isPresent();
    if (keyAsked && !same(key.get(), given.conferenceKey().get())) {
      return Proof.WRONG_KEY;
    }
    if (given.passcode().isPresent() && (passcode.isPresent() || leader.isPresent())) {
      String digits = given.passcode().get();
      // Both are looked at, so that the time does not tell which of them there is.
      boolean leads = leader.filter(p -> p.matches(digits)).isPresent();
      boolean attends = passcode.filter(p -> p.matches(digits)).isPresent();
      return leads ? Proof.LEADER : attends ? Proof.PASSCODE : Proof.WRONG_PASSCODE;
    }
    return keyAsked ? Proof.KEY : Proof.NONE;
  }

  private static boolean same(String ours, String given) {
    return MessageDigest.isEqual(
        ours.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Secrets[key="
        + key.isPresent()
        + ", passcode="
        + passcode.isPresent()
        + ", leader="
        + leader.isPresent()
        + "]";
  }
}
