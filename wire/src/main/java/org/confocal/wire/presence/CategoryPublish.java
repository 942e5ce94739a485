package org.confocal.wire.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlLimits;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;
import org.confocal.wire.xml.XmlWriter;

/**
 * What a client tells of its user: publications of categories. MS-PRES 2.2.2.2.
 *
 * @param uri whose they are
 */
public record CategoryPublish(String uri, List<Item> items) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/msrtc-category-publish+xml";

  /** Most publications in one request. */
  public static final int MAX_ITEMS = 100;

  private static final String SECTION = "MS-PRES 2.2.2.2";
  private static final XmlLimits LIMITS = new XmlLimits(64 * 1024, 24, 2_000, 64);
  private static final List<String> TYPES = List.of("static", "user", "endpoint", "time");

  public CategoryPublish {
    items = List.copyOf(items);
  }

  /**
   * One publication. Category, instance and container name it.
   *
   * @param version the one that the client knows; 0 = none
   * @param expireType how long it lives: static, user, endpoint or time
   * @param expires seconds; 0 takes the publication away
   * @param content the element of the category; empty when there is none
   */
  public record Item(
      String category,
      long instance,
      int container,
      long version,
      String expireType,
      Optional<Long> expires,
      Optional<XmlElement> content) {
    /** Tells whether this takes a publication away. */
    public boolean removes() {
      return expires.filter(s -> s == 0).isPresent();
    }
  }

  /**
   * Reads publications.
   *
   * @throws WireFormatException if they are none, or too many
   */
  public static CategoryPublish read(byte[] body) throws WireFormatException {
    XmlElement root = XmlReader.read(body, LIMITS);
    if (!root.name().equals("publish")) {
      throw new WireFormatException(root.name(), "publish", SECTION);
    }
    XmlElement list = root.only("publications", SECTION);
    List<XmlElement> found = list.children("publication");
    if (found.isEmpty() || found.size() > MAX_ITEMS) {
      throw new WireFormatException(found.size() + " publications", "1 to " + MAX_ITEMS, SECTION);
    }
    List<Item> items = new ArrayList<>();
    for (XmlElement e : found) {
      items.add(item(e));
    }
    return new CategoryPublish(XmlValues.word(list.required("uri", SECTION), SECTION), items);
  }

  private static Item item(XmlElement e) throws WireFormatException {
    String type = e.attribute("expireType").orElse("static").strip().toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw new WireFormatException(type, "static, user, endpoint or time", SECTION);
    }
    long container = number(e, "container", 0);
    if (container > Integer.MAX_VALUE) {
      throw new WireFormatException("" + container, "a container", SECTION);
    }
    Optional<String> expires = e.attribute("expires").filter(t -> !t.isBlank());
    return new Item(
        XmlValues.word(e.required("categoryName", SECTION), SECTION),
        number(e, "instance", 0),
        (int) container,
        number(e, "version", 0),
        type,
        expires.isEmpty()
            ? Optional.empty()
            : Optional.of(XmlValues.unsignedInt(expires.get(), SECTION)),
        e.children().stream().findFirst());
  }

  private static long number(XmlElement e, String attribute, long missing)
      throws WireFormatException {
    Optional<String> text = e.attribute(attribute).filter(t -> !t.isBlank());
    return text.isEmpty() ? missing : XmlValues.unsignedInt(text.get(), SECTION);
  }

  /** The XML text, to be sent as UTF-8. */
  public String write() {
    XmlWriter out =
        new XmlWriter()
            .open("publish")
            .namespace("", PresenceNamespaces.PUBLISH)
            .open("publications")
            .attribute("uri", uri);
    for (Item i : items) {
      out.open("publication")
          .attribute("categoryName", i.category())
          .attribute("instance", Long.toString(i.instance()))
          .attribute("container", Integer.toString(i.container()))
          .attribute("version", Long.toString(i.version()))
          .attribute("expireType", i.expireType());
      i.expires().ifPresent(s -> out.attribute("expires", Long.toString(s)));
      i.content().ifPresent(out::tree);
      out.close();
    }
    return out.close().close().toXml();
  }

  /**
   * The body of a 409: these publications were made on top of versions that are not the latest.
   *
   * @param stale numbers of publications in the request, from 1, and their versions now
   */
  public static String fault(List<Stale> stale) {
    XmlWriter out =
        new XmlWriter()
            .open("Fault")
            .namespace("", PresenceNamespaces.FAULT)
            .element("Faultcode", "Client.BadCall.WrongDelta")
            .open("details");
    for (Stale s : stale) {
      out.open("operation")
          .attribute("index", Integer.toString(s.index()))
          .attribute("curVersion", Long.toString(s.version()))
          .close();
    }
    return out.close().close().toXml();
  }

  /** The media type of {@link #fault}. */
  public static final String FAULT_TYPE = "application/msrtc-fault+xml";

  /**
   * A publication that comes too late.
   *
   * @param index in the request, from 1
   * @param version the one that is there
   */
  public record Stale(int index, long version) {}
}
