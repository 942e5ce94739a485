package org.confocal.wire.presence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.wire.xml.XmlWriter;

/** What is told of presence. Written only: no client sends these. */
public final class PresenceDocuments {
  /** What a user is told of his own publications. */
  public static final String SELF_TYPE = "application/vnd-microsoft-roaming-self+xml";

  /** What a user is told of others. */
  public static final String CATEGORIES_TYPE = "application/msrtc-event-categories+xml";

  /** Settings that the server gives to a client. */
  public static final String PROVISIONING_TYPE =
      "application/vnd-microsoft-roaming-provisioning-v2+xml";

  /** Presence for clients of the IETF. */
  public static final String PIDF_TYPE = "application/pidf+xml";

  private PresenceDocuments() {}

  /**
   * One publication.
   *
   * @param content the element of the category, written with the namespaces that it uses; empty
   *     when it was taken away
   */
  public record Category(
      String name,
      long instance,
      int container,
      long version,
      String expireType,
      Instant published,
      Optional<String> content) {}

  /**
   * All that a user has published. MS-PRES 2.2.2.4.
   *
   * @param uri the user
   * @param cleared names of categories of which nothing is left
   */
  public static String self(String uri, List<Category> categories, List<String> cleared) {
    XmlWriter out =
        new XmlWriter()
            .open("roamingData")
            .namespace("", PresenceNamespaces.ROAMING_SELF)
            .open("categories")
            .namespace("", PresenceNamespaces.CATEGORIES)
            .attribute("uri", uri);
    categories.forEach(c -> category(out, c));
    cleared.forEach(name -> out.open("category").attribute("name", name).close());
    out.close();
    out.open("containers").namespace("", PresenceNamespaces.CONTAINERS).close();
    out.open("subscribers").namespace("", PresenceNamespaces.SUBSCRIBERS).close();
    return out.close().toXml();
  }

  /** What is told of one user to a watcher. MS-PRES 2.2.2.3. */
  public static String categories(String uri, List<Category> categories) {
    XmlWriter out =
        new XmlWriter()
            .open("categories")
            .namespace("", PresenceNamespaces.CATEGORIES)
            .attribute("uri", uri);
    categories.forEach(c -> category(out, c));
    return out.close().toXml();
  }

  private static void category(XmlWriter out, Category c) {
    out.open("category")
        .attribute("name", c.name())
        .attribute("instance", Long.toString(c.instance()))
        .attribute("publishTime", c.published().truncatedTo(ChronoUnit.MILLIS).toString())
        .attribute("container", Integer.toString(c.container()))
        .attribute("version", Long.toString(c.version()))
        .attribute("expireType", c.expireType());
    c.content().ifPresent(out::written);
    out.close();
  }

  /**
   * The element of the category {@code state} as a server adds it up from all publications.
   *
   * @param activity token, empty for none
   */
  public static String aggregate(int availability, String activity, Instant since) {
    XmlWriter out =
        new XmlWriter()
            .open("state")
            .namespace("", PresenceNamespaces.STATE)
            .namespace("xsi", PresenceNamespaces.INSTANCE)
            .attribute("xsi:type", "aggregateState")
            .attribute("lastActive", since.truncatedTo(ChronoUnit.SECONDS).toString())
            .element("availability", Integer.toString(availability));
    if (!activity.isEmpty()) {
      out.open("activity").attribute("token", activity).close();
    }
    return out.close().toXml();
  }

  /**
   * Settings for a client. MS-SIPREGE 2.2.2.5.
   *
   * @param factory URI of the user's focus factory
   * @param encryption word of {@code ucPC2PCAVEncryption}
   * @param meetingPolicy properties by name
   */
  public static String provisioning(
      String factory, String encryption, Map<String, String> meetingPolicy) {
    XmlWriter out =
        new XmlWriter()
            .open("provisionGroupList")
            .namespace("", PresenceNamespaces.PROVISIONING)
            .open("provisionGroup")
            .attribute("name", "ServerConfiguration")
            .element("focusFactoryUri", factory)
            .element("ucPC2PCAVEncryption", encryption)
            .close()
            .open("provisionGroup")
            .attribute("name", "meetingPolicy")
            .open("instance");
    meetingPolicy.forEach(
        (name, value) -> out.open("property").attribute("name", name).text(value).close());
    return out.close().close().close().toXml();
  }

  /**
   * One tuple: whether the user takes calls and messages. RFC 3863.
   *
   * @param contact URI, empty for none
   * @param note for people, empty for none
   */
  public static String pidf(String uri, boolean open, String contact, String note) {
    XmlWriter out =
        new XmlWriter()
            .open("presence")
            .namespace("", PresenceNamespaces.PIDF)
            .attribute("entity", uri)
            .open("tuple")
            .attribute("id", "t1")
            .open("status")
            .element("basic", open ? "open" : "closed")
            .close();
    if (!contact.isEmpty()) {
      out.element("contact", contact);
    }
    if (!note.isEmpty()) {
      out.element("note", note);
    }
    return out.close().close().toXml();
  }
}
