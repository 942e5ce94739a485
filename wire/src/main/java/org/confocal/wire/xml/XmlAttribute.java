package org.confocal.wire.xml;

/**
 * One attribute.
 *
 * @param namespace empty if the attribute has no prefix
 * @param name the local name, as written
 */
public record XmlAttribute(String namespace, String name, String value) {
  public XmlAttribute {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("attribute without a name");
    }
  }
}
