package org.confocal.engine.contacts;

import java.util.List;
import org.confocal.engine.id.UserUri;

/**
 * What one change has made of a contact list.
 *
 * @param before number of the list before
 * @param number of the list after
 */
public record ContactsDelta(
    long before,
    long number,
    List<ContactGroup> addedGroups,
    List<ContactGroup> modifiedGroups,
    List<Integer> deletedGroups,
    List<Contact> added,
    List<Contact> modified,
    List<UserUri> deleted) {
  public ContactsDelta {
    addedGroups = List.copyOf(addedGroups);
    modifiedGroups = List.copyOf(modifiedGroups);
    deletedGroups = List.copyOf(deletedGroups);
    added = List.copyOf(added);
    modified = List.copyOf(modified);
    deleted = List.copyOf(deleted);
  }

  /** Tells nothing but the number. */
  public static ContactsDelta nothing(long number) {
    return new ContactsDelta(
        number, number, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
