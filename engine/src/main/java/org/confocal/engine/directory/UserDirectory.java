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
   */
  record Credentials(String name, String realm, String ha1Md5, String ha1Sha256) {
    @Override
    public String toString() {
      return "Credentials[" + name + ", realm=" + realm + "]";
    }
  }

  CompletionStage<Optional<Credentials>> find(String name);

  /**
   * Adds a user, or replaces the credentials of one that is there.
   *
   * @return false when the name is taken as the number of a meeting
   */
  CompletionStage<Boolean> put(Credentials user);

  /** Removes the user; the answer is false when there was none. */
  CompletionStage<Boolean> remove(String name);

  /** Names in order; at most {@code limit}. */
  CompletionStage<List<String>> list(int limit);
}
