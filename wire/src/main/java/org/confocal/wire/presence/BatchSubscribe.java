package org.confocal.wire.presence;

import java.util.ArrayList;
import java.util.List;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;
import org.confocal.wire.xml.XmlWriter;

/**
 * A subscription to the presence of many at once. MS-PRES 2.2.2.1.
 *
 * @param uri whose subscription it is
 * @param actions in order
 */
public record BatchSubscribe(String uri, List<Action> actions) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/msrtc-adrl-categorylist+xml";

  /** Most users that one request may name. */
  public static final int MAX_RESOURCES = 2_000;

  private static final String SECTION = "MS-PRES 2.2.2.1";
  private static final int MAX_ACTIONS = 16;
  private static final int MAX_CATEGORIES = 64;

  public BatchSubscribe {
    actions = List.copyOf(actions);
  }

  /**
   * What becomes of some users.
   *
   * @param subscribes false: they are no longer of interest
   */
  public record Action(
      boolean subscribes, String id, List<String> resources, List<String> categories) {
    public Action {
      resources = List.copyOf(resources);
      categories = List.copyOf(categories);
    }
  }

  /**
   * Reads the body of a SUBSCRIBE.
   *
   * @throws WireFormatException if it is no such list, or too long
   */
  public static BatchSubscribe read(byte[] body) throws WireFormatException {
    XmlElement root = XmlReader.read(body);
    if (!root.name().equals("batchSub")) {
      throw new WireFormatException(root.name(), "batchSub", SECTION);
    }
    List<Action> actions = new ArrayList<>();
    int resources = 0;
    for (XmlElement e : root.children("action")) {
      Action action = action(e);
      resources += action.resources().size();
      if (resources > MAX_RESOURCES || actions.size() == MAX_ACTIONS) {
        throw new WireFormatException(
            "more than " + MAX_RESOURCES + " resources or " + MAX_ACTIONS + " actions",
            "fewer",
            SECTION);
      }
      actions.add(action);
    }
    return new BatchSubscribe(XmlValues.word(root.required("uri", SECTION), SECTION), actions);
  }

  private static Action action(XmlElement e) throws WireFormatException {
    String name = e.attribute("name").orElse("subscribe").strip();
    if (!name.equals("subscribe") && !name.equals("unsubscribe")) {
      throw new WireFormatException(name, "subscribe or unsubscribe", SECTION);
    }
    List<String> resources = new ArrayList<>();
    for (XmlElement r : e.path("adhocList").map(l -> l.children("resource")).orElse(List.of())) {
      resources.add(XmlValues.word(r.required("uri", SECTION), SECTION));
    }
    List<String> categories = new ArrayList<>();
    for (XmlElement c : e.path("categoryList").map(l -> l.children("category")).orElse(List.of())) {
      categories.add(XmlValues.word(c.required("name", SECTION), SECTION));
    }
    if (categories.size() > MAX_CATEGORIES) {
      throw new WireFormatException(
          categories.size() + " categories", "at most " + MAX_CATEGORIES, SECTION);
    }
    return new Action(
        name.equals("subscribe"), e.attribute("id").orElse(""), resources, categories);
  }

  /** The XML text, to be sent as UTF-8. */
  public String write() {
    XmlWriter out =
        new XmlWriter()
            .open("batchSub")
            .namespace("", PresenceNamespaces.BATCH)
            .attribute("uri", uri)
            .attribute("name", "");
    for (Action a : actions) {
      out.open("action")
          .attribute("name", a.subscribes() ? "subscribe" : "unsubscribe")
          .attribute("id", a.id())
          .open("adhocList");
      a.resources().forEach(r -> out.open("resource").attribute("uri", r).close());
      out.close().open("categoryList");
      a.categories().forEach(c -> out.open("category").attribute("name", c).close());
      out.close().close();
    }
    return out.close().toXml();
  }
}
