package org.confocal.it.c3p;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An element of a document that the server wrote; names without namespace, as old clients do. */
public record Xml(Element element) {
  public static Xml parse(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      return new Xml(
          factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes)).getDocumentElement());
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not XML: " + text, e);
    }
  }

  public String name() {
    return element.getLocalName();
  }

  /** Value of the attribute of that local name; empty if there is none. */
  public String attr(String name) {
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Node attribute = element.getAttributes().item(i);
      if (name.equals(attribute.getLocalName())) {
        return attribute.getNodeValue();
      }
    }
    return "";
  }

  public String text() {
    return element.getTextContent().strip();
  }

  /** All elements at the end of a path like {@code users/user/roles/entry}. */
  public List<Xml> all(String path) {
    List<Xml> found = List.of(this);
    for (String step : path.split("/", -1)) {
      List<Xml> next = new ArrayList<>();
      found.forEach(f -> next.addAll(f.children(step)));
      found = next;
    }
    return found;
  }

  /** The first of them. */
  public Xml one(String path) {
    return all(path).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + path + " in " + this));
  }

  /** Text of the first of them; empty if there is none. */
  public String textOf(String path) {
    return all(path).stream().findFirst().map(Xml::text).orElse("");
  }

  private List<Xml> children(String name) {
    List<Xml> children = new ArrayList<>();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && (name.equals("*") || name.equals(e.getLocalName()))) {
        children.add(new Xml(e));
      }
    }
    return children;
  }

  @Override
  public String toString() {
    return "<" + name() + "> " + children("*").stream().map(Xml::name).toList();
  }
}
