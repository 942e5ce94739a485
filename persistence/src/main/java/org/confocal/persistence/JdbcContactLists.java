package org.confocal.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.confocal.engine.contacts.Contact;
import org.confocal.engine.contacts.ContactGroup;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.directory.ContactLists;
import org.confocal.engine.id.UserUri;

/** Contact lists in {@code contact_list}, {@code contact_group} and {@code contact}. */
record JdbcContactLists(Database database) implements ContactLists {
  private static final int TRIES = 5;

  /** Three queries; they belong together when the number is the same before and after. */
  @Override
  public CompletionStage<ContactList> list(String owner) {
    return database.submit(
        session -> {
          for (int i = 0; i < TRIES; i++) {
            long number = number(session, owner);
            List<ContactGroup> groups = groups(session, owner);
            List<Contact> contacts = contacts(session, owner);
            if (number(session, owner) == number) {
              return new ContactList(number, groups, contacts);
            }
          }
          throw new SQLException("the contact list of " + owner + " is being changed by others");
        });
  }

  @Override
  public CompletionStage<Boolean> change(String owner, ContactsDelta delta) {
    return database.submit(
        session -> {
          if (delta.before() == ContactList.EMPTY.number() && !begun(session, owner)) {
            return false;
          }
          return session.transaction(() -> changed(session, owner, delta));
        });
  }

  /** Makes the row of the list; false when there is no such user. */
  private static boolean begun(JdbcSession session, String owner) throws SQLException {
    List<String> user =
        session.query(row -> row.getString(1), "SELECT name FROM app_user WHERE name = ?", owner);
    if (user.isEmpty()) {
      return false;
    }
    boolean unused =
        session.insert(
            "INSERT INTO contact_list (owner_name, number) VALUES (?, ?)",
            owner,
            ContactList.EMPTY.number());
    return true; // one that is there already is as good
  }

  private static boolean changed(JdbcSession session, String owner, ContactsDelta delta)
      throws SQLException {
    if (session.update(
            "UPDATE contact_list SET number = ? WHERE owner_name = ? AND number = ?",
            delta.number(),
            owner,
            delta.before())
        != 1) {
      return false;
    }
    for (int id : delta.deletedGroups()) {
      deleteGroup(session, owner, id);
    }
    for (ContactGroup group : delta.modifiedGroups()) {
      deleteGroup(session, owner, group.id());
      insert(session, owner, group);
    }
    for (ContactGroup group : delta.addedGroups()) {
      insert(session, owner, group);
    }
    for (UserUri uri : delta.deleted()) {
      delete(session, owner, uri);
    }
    for (Contact contact : delta.modified()) {
      delete(session, owner, contact.uri());
      insert(session, owner, contact);
    }
    for (Contact contact : delta.added()) {
      insert(session, owner, contact);
    }
    return true;
  }

  private static void deleteGroup(JdbcSession session, String owner, int id) throws SQLException {
    session.update("DELETE FROM contact_group WHERE owner_name = ? AND group_id = ?", owner, id);
  }

  private static void insert(JdbcSession session, String owner, ContactGroup group)
      throws SQLException {
    session.update(
        "INSERT INTO contact_group (owner_name, group_id, group_name) VALUES (?, ?, ?)",
        owner,
        group.id(),
        group.name());
  }

  private static void delete(JdbcSession session, String owner, UserUri uri) throws SQLException {
    session.update("DELETE FROM contact WHERE owner_name = ? AND uri = ?", owner, uri.value());
  }

  private static void insert(JdbcSession session, String owner, Contact contact)
      throws SQLException {
    session.update(
        "INSERT INTO contact (owner_name, uri, display_name, group_ids) VALUES (?, ?, ?, ?)",
        owner,
        contact.uri().value(),
        contact.name(),
        contact.groups().stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private static long number(JdbcSession session, String owner) throws SQLException {
    return session
        .query(row -> row.getLong(1), "SELECT number FROM contact_list WHERE owner_name = ?", owner)
        .stream()
        .findFirst()
        .orElse(ContactList.EMPTY.number());
  }

  private static List<ContactGroup> groups(JdbcSession session, String owner) throws SQLException {
    List<ContactGroup> groups = new ArrayList<>();
    groups.add(ContactGroup.OTHERS);
    groups.addAll(
        session.query(
            row -> new ContactGroup(row.getInt(1), row.getString(2)),
            "SELECT group_id, group_name FROM contact_group WHERE owner_name = ?"
                + " ORDER BY group_id",
            owner));
    return groups;
  }

  private static List<Contact> contacts(JdbcSession session, String owner) throws SQLException {
    return session.query(
        JdbcContactLists::contact,
        "SELECT uri, display_name, group_ids FROM contact WHERE owner_name = ? ORDER BY uri",
        owner);
  }

  private static Contact contact(ResultSet row) throws SQLException {
    return new Contact(
        new UserUri(row.getString(1)),
        row.getString(2),
        Arrays.stream(row.getString(3).split(" ", -1)).map(Integer::valueOf).toList());
  }
}
