package org.confocal.engine.contacts;

/** A group of a contact list; the ids are unique within the list. */
public record ContactGroup(int id, String name) {
  /** The group of those who are in no other; clients show a name of their own for it. */
  public static final ContactGroup OTHERS = new ContactGroup(1, "~");

  public ContactGroup {
    Contact.checkName("group name", name);
    if (id < 1 || name.isBlank()) {
      throw new IllegalArgumentException(
          "group: " + id + " \"" + name + "\" (expected: an id from 1 and a name)");
    }
  }
}
