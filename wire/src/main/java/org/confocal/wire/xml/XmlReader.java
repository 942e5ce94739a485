package org.confocal.wire.xml;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one document into a tree. UTF-8 only, with or without byte order mark; comments and
 * processing instructions are dropped; a document type declaration is refused, and with it every
 * entity that is not XML's own. Used once.
 */
public final class XmlReader {
  private static final String SECTION = "XML 1.0 2.1";

  // The parser of the JDK looks prefixes up one by one: without a bound, time grows with the
  // square.
  private static final int MAX_BINDINGS = 2_000;
  private static final Set<String> ENCODINGS = Set.of("UTF-8", "UTF8", "US-ASCII", "ASCII");

  private final XmlLimits limits;
  private final Deque<Open> open = new ArrayDeque<>();
  private int elements;

  /** An element whose end tag has not come yet. */
  private static final class Open {
    final String namespace;
    final String name;
    final List<XmlAttribute> attributes;
    final List<XmlElement> children = new ArrayList<>(4);
    final StringBuilder text = new StringBuilder(0);

    Open(String namespace, String name, List<XmlAttribute> attributes) {
      this.namespace = namespace;
      this.name = name;
      this.attributes = attributes;
    }

    XmlElement close() {
      String all = text.toString();
      return new XmlElement(
          namespace, name, attributes, children, children.isEmpty() ? all : all.strip());
    }
  }

  private XmlReader(XmlLimits limits) {
    this.limits = limits;
  }

  /** Reads within {@link XmlLimits#DEFAULT}. */
  public static XmlElement read(byte[] document) throws WireFormatException {
    return read(document, XmlLimits.DEFAULT);
  }

  /**
   * The root element.
   *
   * @throws WireFormatException if the document is too large, not UTF-8, not well-formed, uses an
   *     undeclared prefix or has a document type
   */
  public static XmlElement read(byte[] document, XmlLimits limits) throws WireFormatException {
    if (document.length > limits.maxBytes()) {
      throw new WireFormatException(
          document.length + " bytes", "at most " + limits.maxBytes(), SECTION);
    }
    String text = decode(document);
    checkBindings(text);
    return new XmlReader(limits).parse(text);
  }

  private static String decode(byte[] document) throws WireFormatException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(document))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new WireFormatException("bytes that are not UTF-8", "UTF-8", "RFC 7303 3");
    }
  }

  private static void checkBindings(String text) throws WireFormatException {
    int count = 0;
    for (int at = text.indexOf("xmlns"); at >= 0; at = text.indexOf("xmlns", at + 5)) {
      if (++count > MAX_BINDINGS) {
        throw new WireFormatException(
            "more than " + MAX_BINDINGS + " namespace declarations",
            "at most " + MAX_BINDINGS,
            SECTION);
      }
    }
  }

  private XmlElement parse(String text) throws WireFormatException {
    try {
      XMLStreamReader stream = factory().createXMLStreamReader(new StringReader(text));
      try {
        checkEncoding(stream.getCharacterEncodingScheme());
        return document(stream);
      } finally {
        stream.close();
      }
    } catch (XMLStreamException e) {
      throw new WireFormatException(firstLine(e.getMessage()), "well-formed XML", SECTION);
    }
  }

  // Made anew for each document: the factory of the JDK does not promise to be shared by threads.
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver(
        (publicId, systemId, baseUri, namespace) -> {
          throw new XMLStreamException("an external entity");
        });
    return factory;
  }

  private static void checkEncoding(@Nullable String declared) throws WireFormatException {
    if (declared != null && !ENCODINGS.contains(declared.toUpperCase(Locale.ROOT))) {
      throw new WireFormatException(declared, "encoding UTF-8", "RFC 7303 3");
    }
  }

  private XmlElement document(XMLStreamReader stream)
      throws XMLStreamException, WireFormatException {
    XmlElement root = null;
    while (stream.hasNext()) {
      switch (next(stream)) {
        case XMLStreamConstants.START_ELEMENT -> start(stream);
        case XMLStreamConstants.END_ELEMENT -> {
          XmlElement closed = open.pop().close();
          if (open.isEmpty()) {
            root = closed;
          } else {
            open.peek().children.add(closed);
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.peek().text.append(stream.getText());
          }
        }
        case XMLStreamConstants.DTD ->
            throw new WireFormatException("<!DOCTYPE", "no document type", "XML 1.0 2.8");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new WireFormatException(
                "&" + stream.getLocalName() + ";", "no entities but XML's own", "XML 1.0 4.1");
        default -> {} // comments and processing instructions
      }
    }
    if (root == null) {
      throw new WireFormatException("no element", "a document", SECTION);
    }
    return root;
  }

  // The parser of the JDK is known to answer some damaged input with an exception of its innards.
  private static int next(XMLStreamReader stream) throws XMLStreamException {
    try {
      return stream.next();
    } catch (RuntimeException e) {
      throw new XMLStreamException(e.toString(), e);
    }
  }

  private void start(XMLStreamReader stream) throws WireFormatException {
    if (open.size() == limits.maxDepth()) {
      throw new WireFormatException(
          "an element at depth " + (open.size() + 1), "at most " + limits.maxDepth(), SECTION);
    }
    if (++elements > limits.maxElements()) {
      throw new WireFormatException(
          elements + " elements", "at most " + limits.maxElements(), SECTION);
    }
    int count = stream.getAttributeCount();
    if (count > limits.maxAttributes()) {
      throw new WireFormatException(
          count + " attributes", "at most " + limits.maxAttributes(), SECTION);
    }
    List<XmlAttribute> attributes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      attributes.add(
          new XmlAttribute(
              orEmpty(stream.getAttributeNamespace(i)),
              stream.getAttributeLocalName(i),
              orEmpty(stream.getAttributeValue(i))));
    }
    open.push(new Open(orEmpty(stream.getNamespaceURI()), stream.getLocalName(), attributes));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  // The JDK puts the position in a first line and what is wrong in a second one.
  private static String firstLine(@Nullable String message) {
    String text = orEmpty(message);
    int cause = text.indexOf("Message: ");
    return cause < 0 ? text : text.substring(cause + "Message: ".length());
  }
}
