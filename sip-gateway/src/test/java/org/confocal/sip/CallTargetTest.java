package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.kit.C3pTexts;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class CallTargetTest {
  private static final OwnNames NAMES = TestSettings.names();
  private static final ConferenceUri CONFERENCE =
      new ConferenceUri(new UserUri("sip:dana@example.test"), new ConferenceId("7F3A9C20B1D84E6F"));

  private static CallTarget target(String uri) {
    try {
      return CallTarget.of(SipUri.parse(uri), NAMES);
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theUriOfAConferenceIsTheConference() {
    assertThat(target(C3pTexts.FOCUS))
        .isEqualTo(new CallTarget.Conference(CONFERENCE, Optional.empty()));
  }

  @Test
  void theUriOfAnMcuIsTheMcuOfTheConferenceInAnyOrderAndCase() {
    assertThat(target(C3pTexts.CHAT))
        .isEqualTo(new CallTarget.Conference(CONFERENCE, Optional.of(McuType.CHAT)));
    assertThat(target("sip:Dana@127.0.0.1;opaque=app:conf:Audio-Video:id:7f3a9c20b1d84e6f;gruu"))
        .isEqualTo(new CallTarget.Conference(CONFERENCE, Optional.of(McuType.AUDIO_VIDEO)));
  }

  @Test
  void anMcuThatWeDoNotHaveIsNotFound() {
    CallTarget target = target(C3pTexts.mcu("applicationsharing"));

    assertThat(((CallTarget.Nowhere) target).why().reason())
        .isEqualTo(Rejection.Reason.UNKNOWN_MCU);
  }

  @Test
  void whatLooksLikeAConferenceAndIsNoneIsNotFound() {
    CallTarget target = target("sip:9000@example.test;opaque=app:conf:focus:id:short");

    assertThat(((CallTarget.Nowhere) target).why().reason())
        .isEqualTo(Rejection.Reason.UNKNOWN_CONFERENCE);
  }

  @Test
  void ourOwnContactsLeadBack() {
    FocusKey focus = FocusKey.of(CONFERENCE);
    HostPort own = HostPort.of("127.0.0.1", 5060);

    assertThat(target(SipDialogs.contact(focus, own, "tcp").write()))
        .isEqualTo(new CallTarget.Running(focus, Optional.empty()));
    assertThat(target(SipDialogs.contact(focus, McuType.CHAT, own, "tcp").write()))
        .isEqualTo(new CallTarget.Running(focus, Optional.of(McuType.CHAT)));
  }

  @Test
  void aNumberIsDialled() {
    assertThat(target("sip:9000@example.test"))
        .isEqualTo(new CallTarget.Dialled(new MeetingNumber("9000")));
  }

  @Test
  void aNameIsAPersonAndMayBeOneOfHisDevices() {
    UserUri ravi = new UserUri("sip:ravi@example.test");

    assertThat(target("sip:Ravi@127.0.0.1:5060"))
        .isEqualTo(new CallTarget.Person(ravi, Optional.empty()));
    assertThat(target("sip:ravi@example.test;opaque=user:epid:ZZ;gruu"))
        .isEqualTo(new CallTarget.Person(ravi, Optional.of("ZZ")));
    assertThat(target("sip:127.0.0.1:5060")).isInstanceOf(CallTarget.Nowhere.class);
    assertThat(target("sip:ravi@elsewhere.example")).isInstanceOf(CallTarget.Nowhere.class);
  }

  @Test
  void aNumberWithADeviceIsAPerson() {
    assertThat(target("sip:4711@example.test;opaque=user:epid:ZZ;gruu"))
        .isEqualTo(new CallTarget.Person(new UserUri("sip:4711@example.test"), Optional.of("ZZ")));
  }

  @Test
  void theFactoryOfAUserIsKnownByItsParameters() throws WireFormatException {
    UserUri dana = new UserUri("sip:dana@example.test");

    assertThat(NAMES.factory(SipUri.parse(C3pTexts.FACTORY))).contains(dana);
    assertThat(NAMES.factory(SipUri.parse("sip:dana@localhost;opaque=app:conf:focusfactory;gruu")))
        .contains(dana);
    assertThat(NAMES.factory(SipUri.parse(C3pTexts.FOCUS))).isEmpty();
  }

  @Test
  void aPasscodeBehindANumberIsNoPartOfIt() {
    assertThat(target("sip:9000*4711@example.test"))
        .isEqualTo(target("sip:9000@example.test"))
        .isInstanceOf(CallTarget.Dialled.class);
  }
}
