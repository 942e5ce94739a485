package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.kit.C3pTexts;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FocusJoinTest {
  private static final OwnNames NAMES = TestSettings.names();
  private static final String GOOD =
      C3pTexts.request(C3pTexts.RAVI, C3pTexts.FOCUS, C3pTexts.join(C3pTexts.RAVI));

  private static FocusJoin read(String to, String xml) throws C3pRefusal {
    try {
      SipRequest invite =
          SipRequest.of(
              "INVITE",
              SipUri.parse(to),
              NameAddress.of(SipUri.parse(C3pTexts.RAVI)),
              NameAddress.of(SipUri.parse(to)),
              "c1",
              1);
      return FocusJoin.read(invite, Body.of(C3pBody.TYPE, xml), NAMES);
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static C3pRefusal refusal(String to, String xml) {
    return catchThrowableOfType(C3pRefusal.class, () -> read(to, xml));
  }

  @Test
  void aJoinBringsTheEndpointOfTheClient() throws C3pRefusal {
    FocusJoin join = read(C3pTexts.FOCUS, GOOD);

    assertThat(join.entry().kind()).isEqualTo(LegKind.FOCUS);
    assertThat(join.entry().endpoint()).contains(C3pTexts.GUID);
    assertThat(join.sender()).isEqualTo(new UserUri(C3pTexts.RAVI));
    assertThat(join.conference().text()).isEqualTo(C3pTexts.FOCUS);
  }

  @Test
  void theAnswerHasTheGrantedRoleAndTheSameEndpoint() throws C3pRefusal {
    FocusJoin join = read(C3pTexts.FOCUS, GOOD);
    FocusProtocol.Established e =
        new FocusProtocol.Established(
            new RequestKey("c1", "f1", 1, "INVITE"),
            new LegTag(FocusKey.of(join.conference()), 1, "0000abcd"),
            join.sender(),
            Role.ORGANIZER,
            C3pTexts.GUID,
            "sip:c@127.0.0.1",
            Optional.empty(),
            Optional.empty());

    assertThat(join.answer(e).write())
        .contains("from=\"" + C3pTexts.FOCUS + "\" to=\"" + C3pTexts.RAVI + "\" code=\"success\"")
        .contains(
            "<addUser><conferenceKeys confEntity=\""
                + C3pTexts.FOCUS
                + "\"/><ci:user entity=\"sip:ravi@example.test\"><ci:roles><ci:entry>presenter"
                + "</ci:entry></ci:roles><ci:endpoint entity=\""
                + C3pTexts.GUID
                + "\"/></ci:user></addUser>");
  }

  @Test
  void onlyTheSenderHimselfMayJoin() throws C3pRefusal {
    FocusJoin join = read(C3pTexts.FOCUS, GOOD);

    join.by(new UserUri(C3pTexts.RAVI));
    C3pRefusal other =
        catchThrowableOfType(C3pRefusal.class, () -> join.by(new UserUri(C3pTexts.DANA)));

    assertThat(other.codes().sipStatus()).isEqualTo(403);
    assertThat(other.codes().diagnostics()).isEqualTo(3014);
  }

  /** What is replaced in the good request, and what comes of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=\"sip:ravi@|from=\"sip:mei@|400|3000",
        "to=\"sip:dana|to=\"sip:mei|400|3001",
        "confEntity=\"sip:dana|confEntity=\"sip:mei|400|3003",
        "<addUser |<addUser mcuUri=\"sip:dana@example.test;opaque=app:conf:chat:id:7F3A9C20B1D84E6F\"|400|3005",
        "<request xmlns|<request <|400|3006",
        "C3PVersion=\"1\"|C3PVersion=\"2\"|400|3006",
        "ci:user entity=\"sip:ravi@|ci:user entity=\"sip:mei@|403|3002",
        "ci:user |ci:nobody |400|3007",
        "B3727AAB331B}|B37|400|3009",
        "addUser|bringUser|501|3004"
      })
  void whatIsWrongIsToldByStatusAndDiagnostics(
      String good, String bad, int status, int diagnostics) {
    String xml = GOOD.replace(good, bad);
    if (good.equals("ci:user ")) {
      xml = xml.replace("</ci:user>", "</ci:nobody>");
    }

    C3pRefusal refusal = refusal(C3pTexts.FOCUS, xml);

    assertThat(xml).isNotEqualTo(GOOD);
    assertThat(refusal).as(xml).isNotNull();
    assertThat(refusal.codes().sipStatus()).isEqualTo(status);
    assertThat(refusal.codes().diagnostics()).isEqualTo(diagnostics);
  }

  @Test
  void aJoinOfWhatIsNoConferenceIsNotFound() {
    C3pRefusal refusal = refusal(C3pTexts.CHAT, GOOD);

    assertThat(refusal.codes().sipStatus()).isEqualTo(404);
    assertThat(refusal.codes().diagnostics()).isEqualTo(3012);
  }
}
