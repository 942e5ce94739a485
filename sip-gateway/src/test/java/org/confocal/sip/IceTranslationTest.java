package org.confocal.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.IceDescription.Kind;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.sip.message.Body;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class IceTranslationTest {
  private static String golden(String name) throws IOException {
    try (InputStream in = IceTranslationTest.class.getResourceAsStream("/golden/ice/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static StreamDescriptor read(String sdp) throws WireFormatException {
    return SdpTranslation.read(Body.sdp(sdp)).streams().get(0);
  }

  private static String write(boolean mux, IceDescription ice) {
    StreamDescriptor stream =
        new StreamDescriptor(
                "audio",
                "RTP/AVP",
                "198.51.100.5",
                20000,
                0,
                mux,
                Direction.SENDRECV,
                List.of(),
                List.of(new Codec(0, "PCMU", 8000, 1, "")),
                0)
            .with(ice);
    EdgeProtocol.LocalSession session =
        new EdgeProtocol.LocalSession(7, 1, new SessionAnswer(List.of(stream)));
    return SdpTranslation.write(session).text().replace("\r", "");
  }

  @Test
  void anOfferOfTodayIsReadWithTheNamesOfTheSession() throws Exception {
    IceDescription ice = read(golden("standard.offer.sdp")).ice();

    assertThat(ice.kind()).isEqualTo(Kind.STANDARD);
    assertThat(ice.ufrag()).isEqualTo("8hhY");
    assertThat(ice.password()).isEqualTo("asd88fgpdd777uzjYhagZg");
    assertThat(ice.candidates())
        .hasSize(3)
        .contains("1 1 UDP 2130706431 203.0.113.141 8998 typ host");
  }

  @Test
  void anOfferOfTheOlderDialectIsReadWithItsCandidates() throws Exception {
    IceDescription ice = read(golden("ocs.offer.sdp")).ice();

    assertThat(ice.kind()).isEqualTo(Kind.OCS_2007);
    assertThat(ice.candidates()).hasSize(3);
  }

  @Test
  void ourAnswersAreWrittenInTheDialectOfTheOffer() throws Exception {
    IceDescription standard =
        new IceDescription(
            Kind.STANDARD,
            "srvr1234",
            "abcdefghijklmnopqrstuvwx",
            List.of("1 1 UDP 2130706431 198.51.100.5 20000 typ host"));
    String name = "ISGKn+exKXrgcdMzO2u4UlQAibQaIcUczHohojhHsPk";
    IceDescription older =
        new IceDescription(
            Kind.OCS_2007,
            "",
            "",
            List.of(
                name + " 1 oi//9VFgep3f45jUUb2Z5w UDP 0.830 198.51.100.5 20000",
                name + " 2 oi//9VFgep3f45jUUb2Z5w UDP 0.830 198.51.100.5 20001"));

    assertThat(write(true, standard)).isEqualTo(golden("standard.answer.sdp"));
    assertThat(write(false, older)).isEqualTo(golden("ocs.answer.sdp"));
    assertThat(write(false, IceDescription.NONE)).doesNotContain("ice", "candidate");
    assertThat(write(false, IceDescription.of(Kind.MISMATCH)))
        .contains("a=ice-mismatch\n")
        .doesNotContain("ice-lite");
  }

  @Test
  void aPeerThatSendsNoChecksItselfDoesNone() throws Exception {
    String lite = golden("standard.offer.sdp").replace("t=0 0\n", "t=0 0\na=ice-lite\n");

    assertThat(read(lite).ice()).isEqualTo(IceDescription.NONE);
  }

  @Test
  void whoHasNoAddressYetDoesNotHold() throws Exception {
    String early = golden("standard.offer.sdp").replace("c=IN IP4 192.0.2.3", "c=IN IP4 0.0.0.0");
    String held = early.replaceAll("a=(ice|candidate).*\n", "");

    assertThat(read(early).direction()).isEqualTo(Direction.SENDRECV);
    assertThat(read(held).direction()).isEqualTo(Direction.SENDONLY);
  }

  @Test
  void whatIsTooMuchOrTooLongIsLeftOut() throws Exception {
    String offer = golden("standard.offer.sdp");
    String many = offer + "a=candidate:9 1 UDP 1 192.0.2.1 9 typ host\n".repeat(100);
    String wide = offer + "a=candidate:" + "9".repeat(2000) + "\n";
    String name = offer.replace("8hhY", "x".repeat(300));

    assertThat(read(many).ice().candidates()).hasSize(64);
    assertThat(read(wide).ice().candidates()).hasSize(3);
    assertThat(read(name).ice()).isEqualTo(IceDescription.NONE);
  }
}
