package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInRulesTest {
  private static final UserUri DANA = new UserUri("sip:dana@example.test");
  private static final String INSTANCE = "urn:uuid:085e0bd8-031c-5a0d-8d9a-f149aae6954a";
  private static final Flow FLOW = new Flow("tcp", "192.0.2.7", 39380, 17);

  private static NameAddress address(String text) {
    try {
      return NameAddress.parse(text);
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static SipRequest register(String from) {
    NameAddress dana = address("<sip:dana@example.test>");
    return SipRequest.of("REGISTER", dana.uri(), address(from), dana, "c1", 1);
  }

  private static Optional<UserProtocol.Device> device(String contact, String from) {
    return Gruu.device(address(contact), address(from));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/24, 192.0.2.255",
        "192.0.2.128/25, 192.0.2.129",
        "192.0.2.7, 192.0.2.7",
        "0.0.0.0/0, 8.8.8.8",
        "2001:db8::/32, 2001:db8:ffff::1",
        "::1, 0:0:0:0:0:0:0:1"
      })
  void anAddressIsInItsNetwork(String pair) {
    String[] both = pair.split(", ", -1);

    assertThat(Networks.of(List.of("10.0.0.0/8", both[0])).contain(both[1])).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.3.0",
    "192.0.2.128/25, 192.0.2.127",
    "0.0.0.0/0, ::1",
    "192.0.2.0/24, example.test",
    "192.0.2.0/24, ''"
  })
  void anAddressIsNotInAnother(String network, String host) {
    assertThat(Networks.of(List.of(network)).contain(host)).isFalse();
    assertThat(Networks.of(List.of()).contain(host)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, true",
    "127.0.0.1, true",
    "::1, true",
    "0.0.0.0/0, false",
    "126.0.0.0/7, false",
    "::/0, false"
  })
  void thisMachineIsNamedByItsOwnNetworkOnly(String network, boolean named) {
    assertThat(Networks.of(List.of("10.0.0.0/8", network)).nameLoopback()).isEqualTo(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.test", "1.2.3.4/33", "::1/129", "1.2.3.4/", "1.2.3.999", ""})
  void whatIsNoNetworkIsNamed(String text) {
    assertThatThrownBy(() -> Networks.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(text);
  }

  @Test
  void clientsOfTheOcsGenerationAreKnownByAnyOfTheirMarks() {
    SipRequest plain = register("<sip:dana@example.test>;tag=1");

    assertThat(OcsClient.sent(plain)).isFalse();
    assertThat(OcsClient.sent(plain.with("User-Agent", "baresip v1.0.0 (x86_64/Linux)"))).isFalse();
    assertThat(OcsClient.sent(register("<sip:dana@example.test>;tag=1;epid=b34a"))).isTrue();
    assertThat(OcsClient.sent(plain.with("ms-keep-alive", "UAC;hop-hop=yes"))).isTrue();
    assertThat(OcsClient.sent(plain.with("User-Agent", "Purple/2.14.12 Sipe/1.25.0 (linux)")))
        .isTrue();
    assertThat(OcsClient.sent(plain.with("User-Agent", "UCCAPI/2.0.6362.0 OC/2.0.6362.0")))
        .isTrue();
  }

  @Test
  void aDeviceIsKnownByItsInstanceElseByItsEpid() {
    String from = "<sip:dana@example.test>;tag=1;epid=b34afb6ebb23";

    UserProtocol.Device full =
        device("<sip:192.0.2.7:39380>;proxy=replace;+sip.instance=\"<" + INSTANCE + ">\"", from)
            .orElseThrow();
    UserProtocol.Device brief = device("<sip:192.0.2.7:39380>", from).orElseThrow();

    assertThat(full.urn()).isEqualTo(INSTANCE);
    assertThat(full.id()).isEqualTo("CF4L2AMcWg2NmvFJquaVSgAA");
    assertThat(brief).isEqualTo(new UserProtocol.Device("b34afb6ebb23", ""));
    assertThat(device("<sip:192.0.2.7>", "<sip:dana@example.test>;tag=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<>", "a\"b", "<a b>", "<a;b>"})
  void anInstanceThatCouldNotBeWrittenBackIsNone(String instance) {
    String quoted = "\"" + instance.replace("\"", "\\\"") + "\"";

    assertThat(device("<sip:x@y>;+sip.instance=" + quoted, "<sip:dana@example.test>;tag=1"))
        .isEmpty();
  }

  @Test
  void bothKindsOfGruuLeadToTheSameDevice() throws WireFormatException {
    UserProtocol.Device device =
        device("<sip:x@y>;+sip.instance=\"<" + INSTANCE + ">\"", "<sip:d@e>").orElseThrow();

    String ocs = Gruu.opaque(DANA, device);
    String ietf = Gruu.rfc5627(DANA, device).orElseThrow();

    assertThat(ocs).isEqualTo("sip:dana@example.test;opaque=user:epid:" + device.id() + ";gruu");
    assertThat(Gruu.device(SipUri.parse(ocs))).contains(device.id());
    assertThat(Gruu.device(SipUri.parse(ietf))).contains(device.id());
    assertThat(Gruu.device(SipUri.parse("sip:dana@example.test"))).isEmpty();
  }

  @Test
  void devicesOfOtherNamesAreToldApart() {
    Set<String> ids = new HashSet<>();
    for (String urn : List.of("urn:imei:1", "urn:imei:2", INSTANCE, "x")) {
      String contact = "<sip:x@y>;+sip.instance=\"<" + urn + ">\"";
      ids.add(device(contact, "<sip:d@e>").orElseThrow().id());
    }

    assertThat(ids).hasSize(4);
  }

  @Test
  void aProofHoldsForItsConnectionItsUserAndItsPassword() {
    FlowLogins logins = new FlowLogins(flow -> true);
    UserDirectory.Credentials now = new UserDirectory.Credentials("dana", "r", "a", "b");
    logins.add(FLOW, DANA, now);

    assertThat(logins.holds(FLOW, DANA, Optional.of(now))).isTrue();
    assertThat(logins.holds(new Flow("tcp", "192.0.2.7", 39380, 18), DANA, Optional.of(now)))
        .isFalse();
    assertThat(logins.holds(FLOW, new UserUri("sip:ravi@example.test"), Optional.of(now)))
        .isFalse();
    assertThat(logins.has(FLOW, DANA)).isTrue();
    logins.forget(FLOW);
    assertThat(logins.has(FLOW, DANA)).isFalse();
  }

  @Test
  void aProofIsForgottenWithThePasswordWithTheUserAndWhenHeIsDisabled() {
    UserDirectory.Credentials now = new UserDirectory.Credentials("dana", "r", "a", "b");
    for (Optional<UserDirectory.Credentials> later :
        List.of(
            Optional.of(new UserDirectory.Credentials("dana", "r", "new", "b")),
            Optional.of(new UserDirectory.Credentials("dana", "r", "a", "b", true)),
            Optional.<UserDirectory.Credentials>empty())) {
      FlowLogins logins = new FlowLogins(flow -> true);
      logins.add(FLOW, DANA, now);

      assertThat(logins.holds(FLOW, DANA, later)).isFalse();
      assertThat(logins.holds(FLOW, DANA, Optional.of(now))).isFalse();
    }
  }

  @Test
  void aConnectionOfTwoUsersIsNobodysAndStaysSo() {
    UserDirectory.Credentials any = new UserDirectory.Credentials("u", "r", "a", "b");
    FlowLogins logins = new FlowLogins(FLOW::equals);
    UserUri ravi = new UserUri("sip:ravi@example.test");
    logins.add(FLOW, DANA, any);
    logins.add(FLOW, DANA, any);
    assertThat(logins.has(FLOW, DANA)).isTrue();

    logins.add(FLOW, ravi, any);
    logins.add(FLOW, DANA, any);

    assertThat(logins.has(FLOW, DANA)).isFalse();
    assertThat(logins.holds(FLOW, ravi, Optional.of(any))).isFalse();
  }

  @Test
  void nobodyIsRememberedOfAClosedConnection() {
    FlowLogins logins = new FlowLogins(FLOW::equals);
    Flow closed = new Flow("tcp", "192.0.2.8", 1, 2);

    logins.add(closed, DANA, new UserDirectory.Credentials("u", "r", "a", "b"));

    assertThat(logins.has(closed, DANA)).isFalse();
  }
}
