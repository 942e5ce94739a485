package org.confocal.engine.contacts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.confocal.engine.id.UserUri;

/** A change that somebody wants in a contact list. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ContactChange.SetContact.class, name = "SetContact"),
  @JsonSubTypes.Type(value = ContactChange.AddContact.class, name = "AddContact"),
  @JsonSubTypes.Type(value = ContactChange.DeleteContact.class, name = "DeleteContact"),
  @JsonSubTypes.Type(value = ContactChange.AddGroup.class, name = "AddGroup"),
  @JsonSubTypes.Type(value = ContactChange.RenameGroup.class, name = "RenameGroup"),
  @JsonSubTypes.Type(value = ContactChange.DeleteGroup.class, name = "DeleteGroup")
})
public sealed interface ContactChange {
  /** Add a contact or change one; groups that are not there are left out. */
  record SetContact(UserUri uri, String name, List<Integer> groups) implements ContactChange {
    public SetContact {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Add a contact or change one, by the name of one group.
   *
   * @param group made when it is not there
   */
  record AddContact(UserUri uri, String name, String group) implements ContactChange {}

  /** Take a contact off the list. */
  record DeleteContact(UserUri uri) implements ContactChange {}

  /** Make a group. */
  record AddGroup(String name) implements ContactChange {}

  /** Give a group another name. */
  record RenameGroup(int id, String name) implements ContactChange {}

  /** Take a group away; those who were in no other are then in {@link ContactGroup#OTHERS}. */
  record DeleteGroup(int id) implements ContactChange {}
}
