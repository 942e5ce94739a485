package org.confocal.wire.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReaderTest {
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final long LITTLE_BYTES = 16L * 1024 * 1024;

  @Test
  void prefixesDoNotMatterAndAttributesAreFoundInAnyCase() throws WireFormatException {
    XmlElement root =
        read("<p:a xmlns:p='urn:x' xmlns:q='urn:y' q:KEY='far' Key='near'><p:b>t</p:b><b/></p:a>");

    assertThat(root.namespace()).isEqualTo("urn:x");
    assertThat(root.attribute("kEY")).contains("near");
    assertThat(root.childText("b")).contains("t");
    assertThat(root.children("b")).hasSize(2);
    assertThat(root.path("b", "none")).isEmpty();
  }

  @Test
  void textComesWholeAroundCommentsAndSections() throws WireFormatException {
    XmlElement root = read("<a> x&amp;<!-- no -->&#x41;<![CDATA[<y>]]> </a>");

    assertThat(root.text()).isEqualTo(" x&A<y> ");
    assertThat(root.trimmed()).isEqualTo("x&A<y>");
  }

  @Test
  void blanksBetweenElementsAreNoText() throws WireFormatException {
    assertThat(read("<a>\n  <b/>\n</a>").text()).isEmpty();
  }

  @Test
  void aByteOrderMarkIsSkipped() throws WireFormatException {
    assertThat(read("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><a/>").name()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "<a>",
        "<a/><b/>",
        "<a></b>",
        "<p:a/>",
        "<a x='1' x='2'/>",
        "<a>&unknown;</a>",
        "<a x='&unknown;'/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://192.0.2.1/x.dtd'>%p;]><a/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
        "<?xml version='1.0' encoding='no such thing'?><a/>",
        "<?xml version='7'?><a/>",
        "<a>\u0001</a>",
        "<a>&#1;</a>",
        "<a>&#xD800;</a>"
      })
  void whatIsNoPlainDocumentIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(WireFormatException.class);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void anAttackIsRefusedSoonAndCostsLittle(String name, byte[] document) {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
    Assertions.assertTimeout(
        QUICK,
        () ->
            assertThatThrownBy(() -> XmlReader.read(document))
                .as(name)
                .isInstanceOf(WireFormatException.class));

    assertThat(memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
        .as(name)
        .isLessThan(LITTLE_BYTES);
  }

  static Stream<Arguments> hostile() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 'ha'>");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY l").append(i).append(" '").append(("&l" + (i - 1) + ";").repeat(10));
      laughs.append("'>");
    }
    laughs.append("]><a>&l29;</a>");
    StringBuilder wide = new StringBuilder("<a ");
    for (int i = 0; i < 20_000; i++) {
      wide.append('a').append(i).append("='' ");
    }
    return Stream.of(
        Arguments.of("a billion laughs", utf8(laughs.toString())),
        Arguments.of(
            "a quadratic bomb",
            utf8(
                "<!DOCTYPE a [<!ENTITY e '"
                    + "x".repeat(100_000)
                    + "'>]><a>"
                    + "&e;".repeat(20_000)
                    + "</a>")),
        Arguments.of("ten megabytes", utf8("<a>" + "x".repeat(10_000_000) + "</a>")),
        Arguments.of("a deep tree", utf8("<a>".repeat(87_000))),
        Arguments.of("a tree of depth 100,000", utf8("<a>".repeat(100_000))),
        Arguments.of("many elements", utf8("<a>" + "<b/>".repeat(60_000) + "</a>")),
        Arguments.of("many attributes", utf8(wide + "/>")),
        Arguments.of("a long name", utf8("<" + "n".repeat(200_000) + "/>")),
        Arguments.of("bad UTF-8", new byte[] {'<', 'a', '>', (byte) 0xc3, '(', '<', '/', 'a', '>'}),
        Arguments.of("overlong UTF-8", new byte[] {(byte) 0xc0, (byte) 0xbc, 'a', '/', '>'}),
        Arguments.of("a cut character", new byte[] {'<', 'a', '>', (byte) 0xe2, (byte) 0x82}),
        Arguments.of("UTF-16", "<a/>".getBytes(Charset.forName("UTF-16"))),
        Arguments.of("zeros", new byte[100_000]));
  }

  @Test
  void eachLimitIsKeptToTheLast() throws WireFormatException {
    XmlLimits limits = new XmlLimits(60, 3, 5, 2);

    XmlReader.read(utf8("<a x='' y=''><b><c/></b><b/><b/></a>"), limits);

    for (String over :
        new String[] {
          "<a><b><c><d/></c></b></a>",
          "<a><b/><b/><b/><b/><b/></a>",
          "<a x='' y='' z=''/>",
          "<a>" + "x".repeat(54) + "</a>"
        }) {
      assertThatThrownBy(() -> XmlReader.read(utf8(over), limits))
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining("at most");
    }
  }

  @Test
  void morePrefixesThanAnybodyNeedsAreRefused() {
    StringBuilder prefixes = new StringBuilder("<a");
    for (int i = 0; i <= 2_000; i++) {
      prefixes.append(" xmlns:p").append(i).append("='urn:x'");
    }

    assertThatThrownBy(() -> read(prefixes + "/>"))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("namespace declarations");
  }

  @Test
  void limitsWithoutSenseAreRefused() {
    assertThatThrownBy(() -> new XmlLimits(100, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxDepth: 0");
  }

  private static XmlElement read(String text) throws WireFormatException {
    return XmlReader.read(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
