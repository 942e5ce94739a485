package org.confocal.wire.c3p;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlLimits;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;
import org.confocal.wire.xml.XmlWriter;

/** Reads responses. */
final class C3pResponseReader {
  private static final String SECTION = "MS-CONFPRO 2.2.3";

  private C3pResponseReader() {}

  static C3pResponse read(byte[] body, XmlLimits limits) throws WireFormatException {
    XmlElement root = XmlReader.read(body, limits);
    XmlElement command = C3pRequestReader.onlyChild(root, "response");
    C3pEnvelope envelope = C3pRequestReader.envelope(root, command);
    String word = root.required("code", SECTION).strip();
    Code code =
        Code.named(word)
            .orElseThrow(
                () -> new WireFormatException(word, "success, failure or pending", SECTION));
    return new C3pResponse(
        envelope.requestId(), envelope.from(), envelope.to(), code, answer(code, command));
  }

  private static C3pAnswer answer(Code code, XmlElement c) throws WireFormatException {
    return switch (code) {
      case FAILURE -> {
        String reason = c.attribute("reason").orElse("");
        yield new C3pAnswer.Failed(
            c.name(), reason.isBlank() ? "" : XmlValues.word(reason, SECTION));
      }
      case PENDING -> new C3pAnswer.Empty(c.name());
      case SUCCESS -> success(c);
    };
  }

  private static C3pAnswer success(XmlElement c) throws WireFormatException {
    return switch (c.name()) {
      case "getConferencingCapabilities" ->
          new C3pAnswer.Capabilities(mcuTypes(c), accessNumbers(c));
      case "getAvailableMcuTypes" -> new C3pAnswer.McuTypes(mcuTypes(c));
      case "getConferences" -> conferences(c);
      case "addUser" -> c.child("user").isPresent() ? user(c) : new C3pAnswer.Empty(c.name());
      default -> {
        Optional<XmlElement> info = c.atMostOne("conference-info", SECTION);
        yield info.isEmpty() ? new C3pAnswer.Empty(c.name()) : conference(c.name(), info.get());
      }
    };
  }

  private static List<String> mcuTypes(XmlElement c) throws WireFormatException {
    List<String> types = new ArrayList<>();
    Optional<XmlElement> list = c.child("mcu-types");
    for (XmlElement type : list.map(l -> l.children("mcuType")).orElse(List.of())) {
      types.add(XmlValues.word(type.text(), SECTION));
    }
    return types;
  }

  private static Optional<C3pAnswer.AccessNumbers> accessNumbers(XmlElement c)
      throws WireFormatException {
    Optional<XmlElement> found = c.path("pstn-bridging", "access-numbers");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    XmlElement all = found.get();
    List<C3pAnswer.Region> regions = new ArrayList<>();
    for (XmlElement region : all.children("region")) {
      List<String> numbers = new ArrayList<>();
      for (XmlElement number : region.children("access-number")) {
        numbers.add(XmlValues.word(number.only("number", SECTION).text(), SECTION));
      }
      regions.add(new C3pAnswer.Region(region.required("name", SECTION), numbers));
    }
    return Optional.of(
        new C3pAnswer.AccessNumbers(
            url(all, "internalUrl"),
            url(all, "externalUrl"),
            regions,
            all.childText("default-region")));
  }

  private static Optional<String> url(XmlElement e, String name) throws WireFormatException {
    Optional<String> url = e.attribute(name).filter(u -> !u.isBlank());
    return url.isEmpty() ? url : Optional.of(XmlValues.word(url.get(), SECTION));
  }

  private static C3pAnswer conferences(XmlElement c) throws WireFormatException {
    List<ConferenceRecord> conferences = new ArrayList<>();
    for (XmlElement info : c.children("conference-info")) {
      conferences.add(ConferenceRecordReader.read(info));
    }
    return new C3pAnswer.Conferences(conferences);
  }

  private static C3pAnswer user(XmlElement c) throws WireFormatException {
    Map<String, String> connection = new LinkedHashMap<>();
    Optional<XmlElement> info = c.child("connection-info");
    for (XmlElement entry : info.map(i -> i.children("entry")).orElse(List.of())) {
      connection.put(
          entry.only("key", "MS-CONFBAS 2.2.3.18").trimmed(),
          entry.only("value", "MS-CONFBAS 2.2.3.18").text());
    }
    return new C3pAnswer.User(
        C3pRequestReader.confEntity(c),
        C3pRequestReader.user(c.only("user", "MS-CONFBAS 2.2.3.4")),
        connection);
  }

  // A record and a roster are both called conference-info; only a roster has these.
  private static C3pAnswer conference(String command, XmlElement info) throws WireFormatException {
    boolean roster =
        info.path("conference-description", "conf-uris").isPresent()
            || info.path("conference-state", "user-count").isPresent()
            || info.path("users", "user", "endpoint").isPresent();
    return roster
        ? new C3pAnswer.FullDocument(command, new XmlWriter().tree(info).toXml())
        : new C3pAnswer.Conference(command, ConferenceRecordReader.read(info));
  }
}
