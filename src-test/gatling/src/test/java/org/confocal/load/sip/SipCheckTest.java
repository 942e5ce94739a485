package org.confocal.load.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.Map;
import org.confocal.load.message.Header;
import org.confocal.load.message.SipMessage;
import org.junit.jupiter.api.Test;

class SipCheckTest {
  private static final String XML =
      """
      <response xmlns="urn:ietf:params:xml:ns:cccp" code="success">\
      <i:user xmlns:i="urn:ietf:params:xml:ns:conference-info" entity="sip:ada@x">7</i:user>\
      </response>""";

  private final Session session =
      new Session(Sessions.empty().set("me", "sip:ada@x").set("version", "6"));

  private static Inspected answer(String body) {
    List<Header> headers = List.of(new Header("Contact", "<sip:a@b>"));
    return new Inspected(SipMessage.response(404, "Not Found", headers, body));
  }

  private String failure(SipCheck check, String body) {
    return check.judge(answer(body), session).failure().orElse("");
  }

  @Test
  void aWrongStatusIsToldWithWhatWasExpected() {
    assertThat(failure(SipDsl.status().is(200), ""))
        .isEqualTo("status: 404 Not Found (expected: 200)");
    assertThat(failure(SipDsl.status().in(404, 480), "")).isEmpty();
  }

  @Test
  void headersAreFoundOrMissed() {
    assertThat(failure(SipDsl.header("contact").exists(), "")).isEmpty();
    assertThat(failure(SipDsl.header("Expires").exists(), ""))
        .isEqualTo("header Expires: nothing (expected: something)");
    assertThat(failure(SipDsl.header("Contact").notExists(), ""))
        .isEqualTo("header Contact: <sip:a@b> (expected: nothing)");
    assertThat(failure(SipDsl.header("Contact").matches("<sip:.*>"), "")).isEmpty();
  }

  @Test
  void xmlIsLookedAtByPathsWithTheUsualPrefixes() {
    assertThat(failure(SipDsl.xpath("/c3p:response/@code").is("success"), XML)).isEmpty();
    assertThat(failure(SipDsl.xpath("//ci:user/@entity").is("#{me}"), XML)).isEmpty();
    assertThat(failure(SipDsl.xpath("//x:user", Map.of("x", "urn:none")).is("7"), XML))
        .isEqualTo("xpath //x:user: nothing (expected: 7)");
    assertThat(failure(SipDsl.xpath("count(//ci:user)").is(2), XML))
        .isEqualTo("xpath count(//ci:user): 1 (expected: 2)");
  }

  @Test
  void whatIsNoXmlIsAFailureAndNoCrash() {
    String doctype = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:/etc/passwd\">]><a>&b;</a>";

    assertThat(failure(SipDsl.xpath("//a").exists(), "hello")).contains("hello", "expected: XML");
    assertThat(failure(SipDsl.xpath("//a").exists(), doctype)).contains("expected: XML");
    assertThat(failure(SipDsl.xpath("//[").exists(), XML)).startsWith("xpath //[: ");
  }

  @Test
  void whatIsRightCanBeKept() {
    SipCheck check =
        SipDsl.xpath("//ci:user")
            .is(s -> Integer.toString(Integer.parseInt(s.getString("version")) + 1))
            .saveAs("version");

    SipCheck.Verdict verdict = check.judge(answer(XML), session);

    assertThat(verdict.failure()).isEmpty();
    assertThat(verdict.session().getString("version")).isEqualTo("7");
  }

  @Test
  void anExpressionWithoutValueIsToldByItsName() {
    assertThat(failure(SipDsl.header("Contact").is("#{nobody}"), "")).contains("nobody");
  }

  @Test
  void aCountFromHeadToTail() {
    Figures figures = new Figures();

    for (long ms = 1; ms <= 100; ms++) {
      figures.add("join", ms * 100, ms * 100 + ms, true);
    }
    figures.add("join", 0, 70_000, false);

    assertThat(figures.text())
        .contains("join", "100 OK, 1 KO, 10.0/s, p50 50 ms, p99 99 ms, slowest 100 ms");
  }
}
