package org.confocal.wire.xml;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes one document front to back, without blanks between elements and without an XML
 * declaration. Names are given as they are to be written, with the prefix that {@link #namespace}
 * has bound at the root; text and values may hold anything: what XML needs escaped is escaped, and
 * what XML 1.0 cannot hold becomes U+FFFD.
 */
public final class XmlWriter {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder out = new StringBuilder(1024);
  private final Deque<String> open = new ArrayDeque<>();
  private boolean inTag;

  /** Starts an element. */
  public XmlWriter open(String name) {
    endTag();
    out.append('<').append(name);
    open.push(name);
    inTag = true;
    return this;
  }

  /**
   * Binds a prefix in the element just opened.
   *
   * @param prefix empty for the default namespace
   */
  public XmlWriter namespace(String prefix, String uri) {
    return attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri);
  }

  /** An attribute of the element just opened. */
  public XmlWriter attribute(String name, String value) {
    if (!inTag) {
      throw new IllegalStateException("attribute " + name + " (expected: right after open)");
    }
    out.append(' ').append(name).append("=\"");
    escape(value, true);
    out.append('"');
    return this;
  }

  public XmlWriter text(String text) {
    endTag();
    escape(text, false);
    return this;
  }

  /** An element with text and nothing else. */
  public XmlWriter element(String name, String text) {
    open(name);
    if (!text.isEmpty()) {
      text(text);
    }
    return close();
  }

  /** Ends the element opened last. */
  public XmlWriter close() {
    String name = open.pop();
    if (inTag) {
      out.append("/>");
      inTag = false;
    } else {
      out.append("</").append(name).append('>');
    }
    return this;
  }

  /** A whole element that was written before. It must bind the prefixes that it uses. */
  public XmlWriter written(String element) {
    endTag();
    out.append(element);
    return this;
  }

  /** A tree as it was read, except that the prefixes are others. */
  public XmlWriter tree(XmlElement element) {
    return tree(element, true, "");
  }

  private XmlWriter tree(XmlElement element, boolean first, String outer) {
    open(element.name());
    if (first || !element.namespace().equals(outer)) {
      namespace("", element.namespace());
    }
    int number = 0;
    for (XmlAttribute a : element.attributes()) {
      if (a.namespace().isEmpty()) {
        attribute(a.name(), a.value());
      } else if (a.namespace().equals("http://www.w3.org/XML/1998/namespace")) {
        attribute("xml:" + a.name(), a.value());
      } else {
        String prefix = "a" + number++;
        namespace(prefix, a.namespace());
        attribute(prefix + ":" + a.name(), a.value());
      }
    }
    if (!element.text().isEmpty()) {
      text(element.text());
    }
    element.children().forEach(c -> tree(c, false, element.namespace()));
    return close();
  }

  /**
   * The number of characters written so far. Right after an attribute it is where the next one
   * would begin.
   */
  public int length() {
    return out.length();
  }

  /** The document; every element must be closed. */
  public String toXml() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("open: " + open + " (expected: all closed)");
    }
    return out.toString();
  }

  private void endTag() {
    if (inTag) {
      out.append('>');
      inTag = false;
    }
  }

  private void escape(String text, boolean value) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        i += surrogates(text, i);
      } else {
        escape(c, value);
      }
    }
  }

  private void escape(char c, boolean value) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append(value ? "&quot;" : "\"");
      case '\r' -> out.append("&#13;"); // as such it would be read as a line feed
      case '\n', '\t' -> {
        if (value) { // as such it would be read as a blank
          out.append("&#").append((int) c).append(';');
        } else {
          out.append(c);
        }
      }
      default -> out.append(c < ' ' || c >= 0xfffe ? REPLACEMENT : c);
    }
  }

  /** Appends a pair whole and half of one as U+FFFD; returns how many more characters it took. */
  private int surrogates(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1))) {
      out.append(c).append(text.charAt(at + 1));
      return 1;
    }
    out.append(REPLACEMENT);
    return 0;
  }
}
