package org.confocal.wire.xml;

import java.util.List;
import java.util.Optional;
import org.confocal.wire.WireFormatException;

/**
 * One element with all that is in it. Lookups go by local name, whatever the prefix and namespace
 * are: clients of this generation mix them up.
 *
 * @param namespace empty if there is none
 * @param name the local name
 * @param attributes without namespace declarations
 * @param text the character data directly in this element; if it has children, without the blanks
 *     at both ends
 */
public record XmlElement(
    String namespace,
    String name,
    List<XmlAttribute> attributes,
    List<XmlElement> children,
    String text) {

  public XmlElement {
    attributes = List.copyOf(attributes);
    children = List.copyOf(children);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("element without a name");
    }
  }

  /**
   * The value of an attribute; upper and lower case are one. Of several the one without a prefix
   * wins, then the first.
   */
  public Optional<String> attribute(String localName) {
    Optional<String> found = Optional.empty();
    for (XmlAttribute a : attributes) {
      if (a.name().equalsIgnoreCase(localName)) {
        if (a.namespace().isEmpty()) {
          return Optional.of(a.value());
        }
        found = found.isEmpty() ? Optional.of(a.value()) : found;
      }
    }
    return found;
  }

  /** The first child of this name. */
  public Optional<XmlElement> child(String localName) {
    for (XmlElement c : children) {
      if (c.name.equals(localName)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }

  /** All children of this name, in order. */
  public List<XmlElement> children(String localName) {
    return children.stream().filter(c -> c.name.equals(localName)).toList();
  }

  /** The first element at the end of a path of first children. */
  public Optional<XmlElement> path(String... localNames) {
    Optional<XmlElement> here = Optional.of(this);
    for (String step : localNames) {
      here = here.flatMap(e -> e.child(step));
    }
    return here;
  }

  /** The text of the first child of this name, as written; empty if there is no such child. */
  public Optional<String> childText(String localName) {
    return child(localName).map(XmlElement::text);
  }

  /** The text without blanks at both ends. */
  public String trimmed() {
    return text.strip();
  }

  /**
   * The one child of this name.
   *
   * @throws WireFormatException if there is none, or more than one
   */
  public XmlElement only(String localName, String specSection) throws WireFormatException {
    List<XmlElement> found = children(localName);
    if (found.size() != 1) {
      throw new WireFormatException(
          found.size() + " of <" + localName + "> in <" + name + ">", "exactly one", specSection);
    }
    return found.get(0);
  }

  /**
   * The child of this name, if there is one.
   *
   * @throws WireFormatException if there is more than one
   */
  public Optional<XmlElement> atMostOne(String localName, String specSection)
      throws WireFormatException {
    List<XmlElement> found = children(localName);
    if (found.size() > 1) {
      throw new WireFormatException(
          found.size() + " of <" + localName + "> in <" + name + ">", "at most one", specSection);
    }
    return found.stream().findFirst();
  }

  /**
   * An attribute that must be there.
   *
   * @throws WireFormatException if it is not
   */
  public String required(String attribute, String specSection) throws WireFormatException {
    Optional<String> value = attribute(attribute);
    if (value.isEmpty()) {
      throw new WireFormatException(
          "<" + name + "> without " + attribute, "attribute " + attribute, specSection);
    }
    return value.get();
  }
}
