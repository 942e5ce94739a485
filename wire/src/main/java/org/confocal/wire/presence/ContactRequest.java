package org.confocal.wire.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;
import org.confocal.wire.xml.XmlWriter;

/**
 * A change that a client wants in its contact list: SOAP in the body of a SERVICE. Prefixes do not
 * matter, and what is not known in the body is left out. MS-SIP 2.2.4.
 *
 * @param deltaNum number of the list that the client knows; empty when it did not say
 */
public record ContactRequest(Order order, Optional<Long> deltaNum) {
  /** The media type; upper and lower case are one. */
  public static final String MEDIA_TYPE = "application/SOAP+xml";

  /** The longest name of a contact or group, in characters. */
  public static final int MAX_NAME = 256;

  /** Most groups that one contact may be in. */
  public static final int MAX_GROUPS = 64;

  private static final String SECTION = "MS-SIP 2.2.4";

  /** What is wanted. */
  public sealed interface Order {}

  /**
   * Add a contact, or change one that is there.
   *
   * @param uri with scheme, as the client wrote it
   * @param groups ids, in the order of the request
   */
  public record SetContact(String uri, String name, List<Integer> groups, boolean subscribed)
      implements Order {
    public SetContact {
      groups = List.copyOf(groups);
    }
  }

  /** Take a contact off the list. */
  public record DeleteContact(String uri) implements Order {}

  /** Make a group. */
  public record AddGroup(String name) implements Order {}

  /** Give a group another name. */
  public record ModifyGroup(int id, String name) implements Order {}

  /** Take a group away. */
  public record DeleteGroup(int id) implements Order {}

  /** An order of another kind; nothing is read of it but its name. */
  public record Other(String name) implements Order {}

  /**
   * Reads the first order of an envelope.
   *
   * @throws WireFormatException if it is none, or lacks what its kind needs
   */
  public static ContactRequest read(byte[] body) throws WireFormatException {
    XmlElement root = XmlReader.read(body);
    if (!root.name().equals("Envelope")) {
      throw new WireFormatException(root.name(), "Envelope", SECTION);
    }
    List<XmlElement> orders = root.only("Body", SECTION).children();
    if (orders.isEmpty()) {
      throw new WireFormatException("an empty Body", "an order", SECTION);
    }
    XmlElement e = orders.get(0);
    Optional<String> delta = e.childText("deltaNum").filter(t -> !t.isBlank());
    return new ContactRequest(
        order(e),
        delta.isEmpty()
            ? Optional.empty()
            : Optional.of(XmlValues.unsignedInt(delta.get(), SECTION)));
  }

  private static Order order(XmlElement e) throws WireFormatException {
    return switch (e.name()) {
      case "setContact" ->
          new SetContact(
              uri(e),
              name(e, "displayName"),
              groups(e.childText("groups").orElse("")),
              !e.childText("subscribed").orElse("true").strip().equalsIgnoreCase("false"));
      case "deleteContact" -> new DeleteContact(uri(e));
      case "addGroup" -> new AddGroup(name(e, "name"));
      case "modifyGroup" -> new ModifyGroup(id(e), name(e, "name"));
      case "deleteGroup" -> new DeleteGroup(id(e));
      default -> new Other(XmlValues.word(e.name(), SECTION));
    };
  }

  private static String uri(XmlElement e) throws WireFormatException {
    return XmlValues.word(e.only("URI", SECTION).text(), SECTION);
  }

  private static String name(XmlElement e, String child) throws WireFormatException {
    String name = e.childText(child).orElse("").strip();
    if (name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new WireFormatException(name, "a name of up to " + MAX_NAME + " characters", SECTION);
    }
    return name;
  }

  private static int id(XmlElement e) throws WireFormatException {
    return id(e.only("groupID", SECTION).text());
  }

  private static int id(String text) throws WireFormatException {
    if (!text.strip().matches("[0-9]{1,9}")) {
      throw new WireFormatException(text, "a group id", SECTION);
    }
    return Integer.parseInt(text.strip());
  }

  private static List<Integer> groups(String text) throws WireFormatException {
    List<Integer> ids = new ArrayList<>();
    if (text.length() > MAX_GROUPS * 10) {
      throw new WireFormatException(text, "up to " + MAX_GROUPS + " group ids", SECTION);
    }
    for (String id : text.strip().split("\\s+", -1)) {
      if (!id.isEmpty()) {
        ids.add(id(id));
      }
    }
    return ids;
  }

  /** The XML text, to be sent as UTF-8. */
  public String write() {
    XmlWriter out = envelope();
    if (order instanceof SetContact o) {
      open(out, "setContact").element("m:displayName", o.name());
      out.element("m:groups", String.join(" ", o.groups().stream().map(String::valueOf).toList()));
      out.element("m:subscribed", Boolean.toString(o.subscribed())).element("m:URI", o.uri());
    } else if (order instanceof DeleteContact o) {
      open(out, "deleteContact").element("m:URI", o.uri());
    } else if (order instanceof AddGroup o) {
      open(out, "addGroup").element("m:name", o.name());
    } else if (order instanceof ModifyGroup o) {
      open(out, "modifyGroup").element("m:groupID", "" + o.id()).element("m:name", o.name());
    } else if (order instanceof DeleteGroup o) {
      open(out, "deleteGroup").element("m:groupID", "" + o.id());
    } else if (order instanceof Other o) {
      open(out, o.name());
    } else {
      throw new AssertionError(order);
    }
    deltaNum.ifPresent(n -> out.element("m:deltaNum", Long.toString(n)));
    return out.close().close().close().toXml();
  }

  /**
   * The answer to an order that was carried out.
   *
   * @param groupId of a group that was made
   */
  public static String answer(String orderName, Optional<Integer> groupId, long deltaNum) {
    XmlWriter out = open(envelope(), orderName);
    groupId.ifPresent(id -> out.element("m:groupID", id.toString()));
    out.element("m:deltaNum", Long.toString(deltaNum));
    return out.close().close().close().toXml();
  }

  private static XmlWriter envelope() {
    return new XmlWriter()
        .open("s:Envelope")
        .namespace("s", PresenceNamespaces.SOAP)
        .namespace("m", PresenceNamespaces.CONTACTS)
        .open("s:Body");
  }

  private static XmlWriter open(XmlWriter out, String order) {
    return out.open("m:" + order);
  }
}
