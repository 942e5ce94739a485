package org.confocal.engine.directory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The users of this installation and what is needed to check their passwords. */
public interface UserDirectory {
  /**
   * What digest authentication needs, never the password itself (RFC 7616 section 3.4.2:
   * H(username:realm:password)).
   *
   * @param name user part of the address of record, lower case
   * @param realm realm that both hashes were made for
   * @param ha1Md5 32 hex digits, lower case
   * @param ha1Sha256 64 hex digits, lower case
   * @param disabled whoever proves to be this user is refused all the same
   */
  record Credentials(String name, String realm, String ha1Md5, String ha1Sha256, boolean disabled) {
    /** Those of a user who is not disabled. */
    public Credentials(String name, String realm, String ha1Md5, String ha1Sha256) {
      this(name, realm, ha1Md5, ha1Sha256, false);
    }

    @Override
    public String toString() {
      return "Credentials[" + name + ", realm=" + realm + "]";
    }
  }

  /** What is to be known of a name. */
  enum Standing {
    /** Never a user, or not since the directory remembers. */
    NOBODY,
    USER,
    DISABLED,
    /** A user once. */
    REMOVED
  }

  /** A user in a list. */
  record Entry(String name, boolean disabled) {}

  CompletionStage<Optional<Credentials>> find(String name);

  CompletionStage<Standing> standing(String name);

  /**
   * Adds a user, or replaces the credentials of one that is there; who is disabled stays so.
   *
   * @return false when the name is taken as the number of a meeting
   */
  CompletionStage<Boolean> put(Credentials user);

  /** Disables the user or enables him again; false when there is none. */
  CompletionStage<Boolean> disable(String name, boolean disabled);

  /** Removes the user; the answer is false when there was none. */
  CompletionStage<Boolean> remove(String name);

  /** By name; at most {@code limit}. */
  CompletionStage<List<Entry>> list(int limit);
}
