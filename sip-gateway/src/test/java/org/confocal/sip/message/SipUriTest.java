package org.confocal.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipUriTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:bob@example.com;gruu;opaque=app:conf:focusfactory",
        "sip:bob@example.com;gruu;opaque=app:conf:focus:id:AB12CD",
        "sip:bob@example.com;opaque=user:epid:Zz-1;gruu",
        "sip:9000@127.0.0.1:5060;transport=tcp",
        "sip:[2001:db8::1]:5070",
        "sip:ada:secret@example.com?subject=x&priority=urgent",
        "sips:ada@example.com",
        "sip:example.com;lr",
        "sip:%61da;phone-context=x@example.com;user=phone",
        "tel:+4930123456;phone-context=example.com",
      })
  void whatParsesIsWrittenAlike(String text) throws WireFormatException {
    SipUri uri = SipUri.parse(text);

    assertThat(uri.write()).isEqualTo(text);
    assertThat(SipUri.parse(uri.write())).isEqualTo(uri);
  }

  @Test
  void aPasswordIsNeverLogged() throws WireFormatException {
    SipUri uri = SipUri.parse("sip:ada:secret@example.com");

    assertThat(uri.toString()).isEqualTo("sip:ada@example.com");
    assertThat(uri.write()).contains("secret");
  }

  @Test
  void theOpaqueOfAConferenceUriIsWhole() throws WireFormatException {
    SipUri uri = SipUri.parse("sip:Bob@Example.com;gruu;opaque=app:conf:focus:id:AB12");

    assertThat(uri.param("opaque")).contains("app:conf:focus:id:AB12");
    assertThat(uri.params().has("GRUU")).isTrue();
    assertThat(uri.addressOfRecord()).isEqualTo("bob@example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp, true",
    "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
    "sip:biloxi.com;transport=tcp;method=REGISTER, sip:biloxi.com;method=REGISTER;transport=tcp, true",
    "sip:ALICE@atlanta.com, sip:alice@atlanta.com, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
    "sip:carol@chicago.com;newparam=5, sip:carol@chicago.com;newparam=6, false",
    "sip:a@b.c, sips:a@b.c, false",
  })
  void urisCompareByTheRules(String one, String other, boolean same) throws WireFormatException {
    SipUri a = SipUri.parse(one);
    SipUri b = SipUri.parse(other);

    assertThat(a.sameAs(b)).isEqualTo(same);
    assertThat(b.sameAs(a)).isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(null)",
        "sip:",
        "sip:@x",
        "sip:a@",
        "sip:a@b:0",
        "sip:a@b:70000",
        "sip:a b@c",
        "http://x",
        "sip:[::1",
        "tel:",
        "sip:a@b\r\nX: y"
      })
  void whatIsNoUriIsRefused(String text) {
    assertThatThrownBy(() -> SipUri.parse(text)).isInstanceOf(WireFormatException.class);
  }

  @Test
  void aUserOfOursIsEscaped() {
    assertThat(SipUri.sip("a b@c", "::1", 5060).write()).isEqualTo("sip:a%20b%40c@[::1]:5060");
  }
}
