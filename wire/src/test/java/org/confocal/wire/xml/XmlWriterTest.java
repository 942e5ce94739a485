package org.confocal.wire.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class XmlWriterTest {
  private static final String SPECIAL =
      "a<>&\"' \t\n\r\0\u0001\u0085\uD83D\uDE00\uD83D\uDE00\uFFFEé]]>";

  @Test
  void namesAndPrefixesAreWrittenAsGiven() {
    String xml =
        new XmlWriter()
            .open("request")
            .namespace("", "urn:a")
            .namespace("p", "urn:b")
            .open("p:x")
            .attribute("p:y", "1")
            .close()
            .element("z", "t")
            .element("z", "")
            .close()
            .toXml();

    assertThat(xml)
        .isEqualTo(
            "<request xmlns=\"urn:a\" xmlns:p=\"urn:b\"><p:x p:y=\"1\"/><z>t</z><z/></request>");
  }

  @Test
  void whatXmlCannotHoldBecomesTheReplacementCharacter() {
    String xml = new XmlWriter().element("a", "\0\u001f\uFFFF\uD83Dx\uDE00\uD83D").toXml();

    assertThat(xml).isEqualTo("<a>\uFFFD\uFFFD\uFFFD\uFFFDx\uFFFD\uFFFD</a>");
  }

  @Test
  void anyTextComesBack() throws WireFormatException {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
      }
      String xml =
          new XmlWriter()
              .open("a")
              .attribute("v", text.toString())
              .text(text.toString())
              .close()
              .toXml();

      XmlElement read = XmlReader.read(xml.getBytes(StandardCharsets.UTF_8));

      assertThat(read.text()).isEqualTo(read.attribute("v").orElseThrow());
      assertThat(read.text().replace('\uFFFD', '?'))
          .isEqualTo(
              text.toString()
                  .replaceAll("[\0\u0001\uFFFE]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])", "?")
                  .replaceAll("(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", "?"));
    }
  }

  @Test
  void aTreeComesBackAsItWas() throws WireFormatException {
    String text =
        "<a xmlns='urn:1' xmlns:p='urn:2' p:k='&lt;' k='v' xml:lang='en'><p:b>t<c xmlns=''/></p:b>"
            + "<d/></a>";
    XmlElement tree = XmlReader.read(text.getBytes(StandardCharsets.UTF_8));

    String written = new XmlWriter().open("r").namespace("", "urn:9").tree(tree).close().toXml();

    XmlElement again = XmlReader.read(written.getBytes(StandardCharsets.UTF_8));
    assertThat(again.children()).containsExactly(tree);
  }

  @Test
  void anOpenElementIsNoDocument() {
    assertThatThrownBy(() -> new XmlWriter().open("a").toXml())
        .isInstanceOf(IllegalStateException.class);
  }
}
