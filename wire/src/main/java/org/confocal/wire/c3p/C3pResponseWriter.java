package org.confocal.wire.c3p;

import java.util.List;
import org.confocal.wire.xml.XmlWriter;

/** Writes responses. */
final class C3pResponseWriter {
  private final XmlWriter out;

  private C3pResponseWriter(XmlWriter out) {
    this.out = out;
  }

  static String write(C3pResponse r) {
    XmlWriter out =
        ConferenceRecordWriter.envelope("response", r.requestId(), r.from(), r.to())
            .attribute("code", r.code().word())
            .open(r.answer().commandName());
    new C3pResponseWriter(out).content(r.answer());
    return out.close().close().toXml();
  }

  private void content(C3pAnswer answer) {
    if (answer instanceof C3pAnswer.Failed a) {
      if (!a.reason().isEmpty()) {
        out.attribute("reason", a.reason());
      }
    } else if (answer instanceof C3pAnswer.Capabilities a) {
      mcuTypes(a.mcuTypes());
      a.accessNumbers().ifPresent(this::accessNumbers);
    } else if (answer instanceof C3pAnswer.McuTypes a) {
      mcuTypes(a.mcuTypes());
    } else if (answer instanceof C3pAnswer.Conference a) {
      ConferenceRecordWriter.write(out, a.conference());
    } else if (answer instanceof C3pAnswer.Conferences a) {
      a.conferences().forEach(c -> ConferenceRecordWriter.write(out, c));
    } else if (answer instanceof C3pAnswer.User a) {
      user(a);
    } else if (answer instanceof C3pAnswer.FullDocument a) {
      out.written(a.xml());
    } else if (!(answer instanceof C3pAnswer.Empty)) {
      throw new AssertionError(answer);
    }
  }

  private void mcuTypes(List<String> types) {
    out.open("mcu-types");
    types.forEach(t -> out.element("mcuType", t));
    out.close();
  }

  private void accessNumbers(C3pAnswer.AccessNumbers numbers) {
    out.open("pstn-bridging").open("access-numbers");
    numbers.internalUrl().ifPresent(u -> out.attribute("internalUrl", u));
    numbers.externalUrl().ifPresent(u -> out.attribute("externalUrl", u));
    for (C3pAnswer.Region region : numbers.regions()) {
      out.open("region").attribute("name", region.name());
      region.numbers().forEach(n -> out.open("access-number").element("number", n).close());
      out.close();
    }
    numbers.defaultRegion().ifPresent(r -> out.element("default-region", r));
    out.close().close();
  }

  private void user(C3pAnswer.User a) {
    out.open("conferenceKeys").attribute("confEntity", a.confEntity()).close();
    ConferenceRecordWriter.user(out, a.user());
    if (!a.connectionInfo().isEmpty()) {
      out.open("connection-info");
      a.connectionInfo()
          .forEach(
              (key, value) ->
                  out.open("entry").element("key", key).element("value", value).close());
      out.close();
    }
  }
}
