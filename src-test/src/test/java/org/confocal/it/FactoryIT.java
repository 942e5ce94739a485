package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The focus factory over SIP: SERVICE with C3P (MS-CONFPRO). */
class FactoryIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final String ID = "7F3A9C20B1D84E6F";

  private C3pUser dana;
  private C3pUser ravi;

  @BeforeEach
  void usersConnect() {
    dana = C3pUser.on(NODE, "dana");
    ravi = C3pUser.on(NODE, "ravi");
  }

  @AfterEach
  void usersLeave() {
    dana.close();
    ravi.close();
  }

  private static String keys(String conference) {
    return "<conferenceKeys confEntity=\"" + conference + "\"/>";
  }

  @Test
  void nobodySchedulesWhoHasNotProvedWhoHeIs() {
    SipMessage answer =
        dana.peer()
            .call(dana.factory())
            .request("SERVICE")
            .uri(dana.factory())
            .body(
                "application/cccp+xml",
                dana.request(dana.factory(), "<getConferencingCapabilities/>"))
            .send()
            .answer();

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void theCapabilitiesNameTheMcus() {
    Xml response = dana.orders("<getConferencingCapabilities/>");

    assertThat(response.attr("code")).isEqualTo("success");
    assertThat(response.all("getConferencingCapabilities/mcu-types/mcuType"))
        .extracting(Xml::text)
        .contains("chat", "audio-video");
  }

  @Test
  void theConferenceUriComesBackAndTheMeetingIsThere() {
    String uri = dana.schedules(ID, "");

    assertThat(uri).isEqualTo(dana.uri() + ";gruu;opaque=app:conf:focus:id:" + ID);
    Xml read = dana.orders("<getConference>" + keys(uri) + "</getConference>");
    assertThat(read.textOf("getConference/conference-info/conference-description/subject"))
        .isEqualTo("Budget");
    Xml all = dana.orders("<getConferences/>");
    assertThat(all.all("getConferences/conference-info"))
        .extracting(c -> c.attr("entity"))
        .containsExactly(uri);
  }

  @Test
  void anIdThatIsThereIsRefused() {
    dana.schedules(ID, "");

    Xml again =
        dana.orders(
            """
            <addConference><ci:conference-info entity=""><ci:conference-description>\
            <msci:conference-id>7f3a9c20b1d84e6f</msci:conference-id>\
            </ci:conference-description></ci:conference-info></addConference>""");

    assertThat(again.attr("code")).isEqualTo("failure");
    assertThat(again.one("addConference").attr("reason")).isEqualTo("conferenceExistsAlready");
  }

  @Test
  void aChangeIsMadeFromTheLatestVersionOnly() {
    String uri = dana.schedules(ID, "");

    assertThat(changes(uri, 1, "Plans").attr("code")).isEqualTo("success");
    Xml stale = changes(uri, 1, "Older plans");

    assertThat(stale.attr("code")).isEqualTo("failure");
    Xml read = dana.orders("<getConference>" + keys(uri) + "</getConference>");
    assertThat(read.textOf("getConference/conference-info/conference-description/subject"))
        .isEqualTo("Plans");
    assertThat(read.one("getConference/conference-info").attr("version")).isEqualTo("2");
  }

  private Xml changes(String uri, int version, String subject) {
    return dana.orders(
        """
        <modifyConference><ci:conference-info entity="%s" version="%d">\
        <ci:conference-description><ci:subject>%s</ci:subject>\
        <msci:admission-policy>openAuthenticated</msci:admission-policy>\
        </ci:conference-description></ci:conference-info></modifyConference>"""
            .formatted(uri, version, subject));
  }

  @Test
  void whatIsDeletedIsGone() {
    String uri = dana.schedules(ID, "");

    assertThat(dana.orders("<deleteConference>" + keys(uri) + "</deleteConference>").attr("code"))
        .isEqualTo("success");

    Xml read = dana.orders("<getConference>" + keys(uri) + "</getConference>");
    assertThat(read.one("getConference").attr("reason")).isEqualTo("conferenceDoesntExist");
    Xml twice = dana.orders("<deleteConference>" + keys(uri) + "</deleteConference>");
    assertThat(twice.one("deleteConference").attr("reason")).isEqualTo("conferenceDoesntExist");
  }

  @Test
  void nobodyDisposesOfTheMeetingsOfAnother() {
    String uri = dana.schedules(ID, "");

    SipMessage answer =
        ravi.service(
            dana.factory(),
            ravi.request(dana.factory(), "<deleteConference>" + keys(uri) + "</deleteConference>"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("ms-diagnostics")).startsWith("3014;reason=\"");
    assertThat(dana.orders("<getConference>" + keys(uri) + "</getConference>").attr("code"))
        .isEqualTo("success");
  }

  @Test
  void aWrongSenderIsToldSo() {
    String body =
        dana.request(dana.factory(), "<getConferences/>")
            .replace("from=\"" + dana.uri(), "from=\"sip:mei@example.test");

    SipMessage answer = dana.service(dana.factory(), body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("ms-diagnostics")).startsWith("3000;");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whatNobodyKnowsIsNotSupported() {
    Xml response = dana.orders("<makeCoffee/>");

    assertThat(response.attr("code")).isEqualTo("failure");
    assertThat(response.one("makeCoffee").attr("reason")).isEqualTo("notSupported");
  }

  @Test
  void whatIsNoXmlIsToldSo() {
    SipMessage answer = dana.service(dana.factory(), "<request><addConference>");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("ms-diagnostics")).startsWith("3006;reason=\"");
    assertThat(answer.body()).isEmpty();
  }
}
