package org.confocal.engine.contacts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.UserUri;

/**
 * The contact list of one user.
 *
 * @param number grows by one with each change, at least 1
 * @param groups by id; {@link ContactGroup#OTHERS} is always there
 */
public record ContactList(long number, List<ContactGroup> groups, List<Contact> contacts) {
  /** The list of whoever has not changed it yet. */
  public static final ContactList EMPTY =
      new ContactList(1, List.of(ContactGroup.OTHERS), List.of());

  public ContactList {
    groups = List.copyOf(groups);
    contacts = List.copyOf(contacts);
    if (number < 1) {
      throw new IllegalArgumentException("number of contact list: " + number + " (expected: >= 1)");
    }
  }

  /**
   * How long a list may get.
   *
   * @param contacts most contacts
   * @param groups most groups
   */
  public record Bounds(int contacts, int groups) {}

  /** What comes of a change: it is refused, or there is a delta. */
  public record Applied(Optional<ContactsDelta> delta, Optional<Rejection> rejection) {
    static Applied of(ContactsDelta delta) {
      return new Applied(Optional.of(delta), Optional.empty());
    }

    static Applied refused(Rejection.Reason reason, String text) {
      return new Applied(Optional.empty(), Optional.of(Rejection.of(reason, text)));
    }
  }

  public Optional<Contact> find(UserUri uri) {
    return contacts.stream().filter(c -> c.uri().equals(uri)).findFirst();
  }

  private Optional<ContactGroup> group(int id) {
    return groups.stream().filter(g -> g.id() == id).findFirst();
  }

  private Optional<ContactGroup> group(String name) {
    return groups.stream().filter(g -> g.name().equals(name)).findFirst();
  }

  /** What the change would make of this list. Nothing is changed. */
  public Applied apply(ContactChange change, Bounds bounds) {
    try {
      if (change instanceof ContactChange.SetContact c) {
        return set(c.uri(), c.name(), known(c.groups()), List.of(), bounds);
      } else if (change instanceof ContactChange.AddContact c) {
        return add(c, bounds);
      } else if (change instanceof ContactChange.DeleteContact c) {
        return delete(c);
      } else if (change instanceof ContactChange.AddGroup c) {
        return addGroup(c, bounds);
      } else if (change instanceof ContactChange.RenameGroup c) {
        return rename(c);
      } else if (change instanceof ContactChange.DeleteGroup c) {
        return deleteGroup(c);
      }
      throw new AssertionError(change);
    } catch (IllegalArgumentException malformed) {
      return Applied.refused(Rejection.Reason.MALFORMED, String.valueOf(malformed.getMessage()));
    }
  }

  private List<Integer> known(List<Integer> wanted) {
    List<Integer> known = wanted.stream().distinct().filter(id -> group(id).isPresent()).toList();
    return known.isEmpty() ? List.of(ContactGroup.OTHERS.id()) : known;
  }

  private Applied set(
      UserUri uri, String name, List<Integer> in, List<ContactGroup> made, Bounds bounds) {
    Contact contact = new Contact(uri, name, in);
    boolean there = find(uri).isPresent();
    if (!there && contacts.size() >= bounds.contacts()) {
      return full("contacts", bounds.contacts());
    }
    List<Contact> one = List.of(contact);
    return Applied.of(
        delta(made, List.of(), List.of(), there ? List.of() : one, there ? one : List.of()));
  }

  private Applied add(ContactChange.AddContact c, Bounds bounds) {
    Optional<ContactGroup> group = group(c.group());
    if (group.isPresent()) {
      return set(c.uri(), c.name(), List.of(group.get().id()), List.of(), bounds);
    }
    if (groups.size() >= bounds.groups()) {
      return full("groups", bounds.groups());
    }
    ContactGroup made = new ContactGroup(freeId(), c.group());
    return set(c.uri(), c.name(), List.of(made.id()), List.of(made), bounds);
  }

  private Applied delete(ContactChange.DeleteContact c) {
    if (find(c.uri()).isEmpty()) {
      return Applied.refused(
          Rejection.Reason.UNKNOWN_USER, c.uri() + " is not on the contact list");
    }
    return Applied.of(
        new ContactsDelta(
            number,
            number + 1,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(c.uri())));
  }

  private Applied addGroup(ContactChange.AddGroup c, Bounds bounds) {
    if (group(c.name()).isPresent()) {
      return Applied.refused(
          Rejection.Reason.ALREADY_EXISTS, "group " + c.name() + " exists already");
    }
    if (groups.size() >= bounds.groups()) {
      return full("groups", bounds.groups());
    }
    ContactGroup made = new ContactGroup(freeId(), c.name());
    return Applied.of(delta(List.of(made), List.of(), List.of(), List.of(), List.of()));
  }

  private Applied rename(ContactChange.RenameGroup c) {
    if (c.id() == ContactGroup.OTHERS.id() || group(c.id()).isEmpty()) {
      return noGroup(c.id());
    }
    ContactGroup renamed = new ContactGroup(c.id(), c.name());
    return Applied.of(delta(List.of(), List.of(renamed), List.of(), List.of(), List.of()));
  }

  private Applied deleteGroup(ContactChange.DeleteGroup c) {
    if (c.id() == ContactGroup.OTHERS.id() || group(c.id()).isEmpty()) {
      return noGroup(c.id());
    }
    List<Contact> moved = new ArrayList<>();
    for (Contact each : contacts) {
      if (each.groups().contains(c.id())) {
        List<Integer> rest = each.groups().stream().filter(id -> id != c.id()).toList();
        moved.add(new Contact(each.uri(), each.name(), known(rest)));
      }
    }
    return Applied.of(delta(List.of(), List.of(), List.of(c.id()), List.of(), moved));
  }

  private static Applied full(String what, int most) {
    return Applied.refused(
        Rejection.Reason.CAPACITY_EXCEEDED, what + ": more than " + most + " are not kept");
  }

  private static Applied noGroup(int id) {
    return Applied.refused(
        Rejection.Reason.MALFORMED, "group: " + id + " (expected: a group of one's own)");
  }

  private ContactsDelta delta(
      List<ContactGroup> madeGroups,
      List<ContactGroup> renamed,
      List<Integer> gone,
      List<Contact> added,
      List<Contact> modified) {
    return new ContactsDelta(
        number, number + 1, madeGroups, renamed, gone, added, modified, List.of());
  }

  private int freeId() {
    return 1 + groups.stream().mapToInt(ContactGroup::id).max().orElse(0);
  }
}
