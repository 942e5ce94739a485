package org.confocal.wire.presence;

import java.util.List;
import org.confocal.wire.xml.XmlWriter;

/**
 * Contact lists as they are told to their owner. MS-SIP 2.2.1: without a namespace; the whole list
 * has URIs without {@code sip:}, a change has them with it, and clients expect just that.
 */
public final class ContactDocuments {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/vnd-microsoft-roaming-contacts+xml";

  private static final String SCHEME = "sip:";

  private ContactDocuments() {}

  /** A group. */
  public record Group(int id, String name) {}

  /**
   * A contact.
   *
   * @param uri with {@code sip:}
   */
  public record Contact(String uri, String name, List<Integer> groups) {
    public Contact {
      groups = List.copyOf(groups);
    }
  }

  /**
   * What has changed.
   *
   * @param before number of the list before
   * @param number of the list now
   */
  public record Change(
      long before,
      long number,
      List<Group> addedGroups,
      List<Group> modifiedGroups,
      List<Integer> deletedGroups,
      List<Contact> added,
      List<Contact> modified,
      List<String> deleted) {
    public Change {
      addedGroups = List.copyOf(addedGroups);
      modifiedGroups = List.copyOf(modifiedGroups);
      deletedGroups = List.copyOf(deletedGroups);
      added = List.copyOf(added);
      modified = List.copyOf(modified);
      deleted = List.copyOf(deleted);
    }
  }

  /** The whole list as XML text. */
  public static String whole(long number, List<Group> groups, List<Contact> contacts) {
    XmlWriter out =
        new XmlWriter().open("contactList").attribute("deltaNum", Long.toString(number));
    groups.forEach(g -> group(out, "group", g));
    for (Contact c : contacts) {
      String uri = c.uri().startsWith(SCHEME) ? c.uri().substring(SCHEME.length()) : c.uri();
      contact(out, "contact", uri, c);
    }
    return out.close().toXml();
  }

  /** A change as XML text. */
  public static String delta(Change change) {
    XmlWriter out =
        new XmlWriter()
            .open("contactDelta")
            .attribute("deltaNum", Long.toString(change.number()))
            .attribute("prevDeltaNum", Long.toString(change.before()));
    change.addedGroups().forEach(g -> group(out, "addedGroup", g));
    change.modifiedGroups().forEach(g -> group(out, "modifiedGroup", g));
    change.added().forEach(c -> contact(out, "addedContact", c.uri(), c));
    change.modified().forEach(c -> contact(out, "modifiedContact", c.uri(), c));
    for (String uri : change.deleted()) {
      out.open("deletedContact").attribute("uri", uri).close();
    }
    for (int id : change.deletedGroups()) {
      out.open("deletedGroup").attribute("id", Integer.toString(id)).close();
    }
    return out.close().toXml();
  }

  private static void group(XmlWriter out, String element, Group group) {
    out.open(element)
        .attribute("id", Integer.toString(group.id()))
        .attribute("name", group.name())
        .attribute("externalURI", "")
        .close();
  }

  private static void contact(XmlWriter out, String element, String uri, Contact contact) {
    out.open(element)
        .attribute("uri", uri)
        .attribute("name", contact.name())
        .attribute(
            "groups", String.join(" ", contact.groups().stream().map(String::valueOf).toList()))
        .attribute("subscribed", "true")
        .attribute("externalURI", "")
        .close();
  }
}
