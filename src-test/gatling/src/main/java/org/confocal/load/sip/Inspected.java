package org.confocal.load.sip;

import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.NamespaceContext;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.confocal.load.message.SipMessage;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A message under inspection: its XML is read at most once. */
final class Inspected {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  /** Neither is safe for several threads, and both are slow to make. */
  private static final ThreadLocal<DocumentBuilder> PARSER =
      ThreadLocal.withInitial(Inspected::parser);

  private static final ThreadLocal<XPath> PATHS =
      ThreadLocal.withInitial(() -> XPathFactory.newDefaultInstance().newXPath());

  private final SipMessage message;
  private @Nullable Document document;

  Inspected(SipMessage message) {
    this.message = message;
  }

  SipMessage message() {
    return message;
  }

  private static DocumentBuilder parser() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    try {
      factory.setFeature(NO_DOCTYPE, true);
      DocumentBuilder parser = factory.newDocumentBuilder();
      parser.setErrorHandler(null);
      return parser;
    } catch (ParserConfigurationException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  private Document document() {
    if (document == null) {
      try {
        document = PARSER.get().parse(new InputSource(new StringReader(message.body())));
      } catch (SAXException | IOException noXml) {
        String start = message.body().substring(0, Math.min(60, message.body().length()));
        throw new IllegalArgumentException("body \"" + start + "\" (expected: XML)", noXml);
      }
    }
    return document;
  }

  /**
   * The text of the first node of a path, or what it computes; empty if there is no node.
   *
   * @throws IllegalArgumentException if the body is no XML, or the path no XPath
   */
  Optional<String> xpath(String path, Map<String, String> namespaces) {
    XPath xpath = PATHS.get();
    xpath.setNamespaceContext(new Prefixes(namespaces));
    try {
      Object found = xpath.evaluateExpression(path, document()).value();
      if (found instanceof XPathNodes nodes) {
        return nodes.size() == 0 ? Optional.empty() : Optional.of(text(nodes, path));
      }
      boolean whole = found instanceof Double number && number == Math.rint(number);
      return Optional.of(whole ? Long.toString(((Double) found).longValue()) : found.toString());
    } catch (XPathException noPath) {
      throw new IllegalArgumentException(path + ": " + noPath.getMessage(), noPath);
    }
  }

  private static String text(XPathNodes nodes, String path) throws XPathException {
    String text = nodes.get(0).getTextContent();
    return text == null ? path : text;
  }

  private record Prefixes(Map<String, String> uris) implements NamespaceContext {
    @Override
    public String getNamespaceURI(String prefix) {
      return uris.getOrDefault(prefix, "");
    }

    @Override
    public String getPrefix(String uri) {
      Iterator<String> all = getPrefixes(uri);
      return all.hasNext() ? all.next() : "";
    }

    @Override
    public Iterator<String> getPrefixes(String uri) {
      List<String> all =
          uris.entrySet().stream()
              .filter(e -> e.getValue().equals(uri))
              .map(Map.Entry::getKey)
              .toList();
      return Collections.unmodifiableList(all).iterator();
    }
  }
}
