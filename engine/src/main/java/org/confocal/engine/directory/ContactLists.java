package org.confocal.engine.directory;

import java.util.concurrent.CompletionStage;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;

/** The contact lists of the users of this installation. They go with their owner. */
public interface ContactLists {
  /**
   * The list of a user; {@link ContactList#EMPTY} when he has none yet.
   *
   * @param owner user part of the address of record, lower case
   */
  CompletionStage<ContactList> list(String owner);

  /**
   * Makes the change, if the list still has the number that the change begins with.
   *
   * @return false, and nothing is changed, when it has another one or there is no such user
   */
  CompletionStage<Boolean> change(String owner, ContactsDelta delta);
}
