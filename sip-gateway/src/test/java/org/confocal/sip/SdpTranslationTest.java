package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.sip.message.Body;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdpTranslationTest {
  private static final String OFFER =
      """
      v=0
      o=ada 1 1 IN IP4 192.0.2.7
      s=-
      c=IN IP4 192.0.2.7
      t=0 0
      m=audio 4000 RTP/AVP 0 8 101
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=ptime:30
      a=rtcp:4005
      a=sendonly
      m=message 5060 TCP/MSRP *
      """;

  @Test
  void anOfferIsReadWithStaticCodecsAndForeignStreams() throws WireFormatException {
    SessionOffer offer = SdpTranslation.read(Body.sdp(OFFER));

    StreamDescriptor audio = offer.streams().get(0);
    assertThat(audio.host()).isEqualTo("192.0.2.7");
    assertThat(audio.rtcpPort()).isEqualTo(4005);
    assertThat(audio.direction()).isEqualTo(Direction.SENDONLY);
    assertThat(audio.ptimeMs()).isEqualTo(30);
    assertThat(audio.codecs())
        .containsExactly(
            new Codec(0, "PCMU", 8000, 1, ""),
            new Codec(8, "PCMA", 8000, 1, ""),
            new Codec(101, "telephone-event", 8000, 1, "0-15"));
    assertThat(offer.streams().get(1).formats()).containsExactly("*");
  }

  @ParameterizedTest
  @CsvSource({
    "a=ptime:30, 30",
    "a=maxptime:40, 0",
    "a=maxptime:10, 10",
    "'a=ptime:60\na=maxptime:40', 40",
    "'a=ptime:20\na=maxptime:150', 20",
    "a=maxptime:x, 0"
  })
  void thePacketTimeIsWantedUpToTheMost(String lines, int wanted) throws WireFormatException {
    String offer = OFFER.replace("a=ptime:30", lines.replace("\\n", "\n"));

    assertThat(SdpTranslation.read(Body.sdp(offer)).streams().get(0).ptimeMs()).isEqualTo(wanted);
  }

  @Test
  void opusKeepsItsChannelsAndItsFormat() throws WireFormatException {
    Codec opus = new Codec(107, "opus", 48000, 2, "useinbandfec=1");
    StreamDescriptor audio =
        new StreamDescriptor(
            "audio",
            "RTP/AVP",
            "192.0.2.1",
            20000,
            0,
            false,
            Direction.SENDRECV,
            List.of(),
            List.of(opus),
            20);

    String text =
        SdpTranslation.write(new EdgeProtocol.LocalSession(7, 1, new SessionAnswer(List.of(audio))))
            .text();

    assertThat(text).contains("a=rtpmap:107 opus/48000/2\r\n", "a=fmtp:107 useinbandfec=1\r\n");
    assertThat(SdpTranslation.read(Body.sdp(text)).streams().get(0).codecs()).containsExactly(opus);
  }

  @Test
  void anAddressOfZerosIsHold() throws WireFormatException {
    String held =
        OFFER.replace("c=IN IP4 192.0.2.7", "c=IN IP4 0.0.0.0").replace("a=sendonly\n", "");

    SessionOffer offer = SdpTranslation.read(Body.sdp(held));

    assertThat(offer.streams().get(0).direction()).isEqualTo(Direction.SENDONLY);
  }

  @Test
  void anAnswerHasTheAddressOnceAndRefusedStreamsWithPortZero() throws WireFormatException {
    StreamDescriptor audio =
        new StreamDescriptor(
            "audio",
            "RTP/AVP",
            "2001:db8::1",
            20000,
            0,
            true,
            Direction.RECVONLY,
            List.of(),
            List.of(
                new Codec(8, "PCMA", 8000, 1, ""),
                new Codec(101, "telephone-event", 8000, 1, "0-16")),
            20);
    StreamDescriptor refused = SdpTranslation.read(Body.sdp(OFFER)).streams().get(1).refused();

    String text =
        SdpTranslation.write(
                new EdgeProtocol.LocalSession(77, 3, new SessionAnswer(List.of(refused, audio))))
            .text();

    assertThat(text)
        .contains("o=- 77 3 IN IP6 2001:db8::1\r\n")
        .contains("c=IN IP6 2001:db8::1\r\n")
        .contains("m=message 0 TCP/MSRP *\r\n")
        .contains("m=audio 20000 RTP/AVP 8 101\r\n")
        .contains("a=fmtp:101 0-16\r\n")
        .contains("a=ptime:20\r\n")
        .contains("a=rtcp-mux\r\n")
        .contains("a=recvonly\r\n");
  }

  private static final String KEY = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";

  @Test
  void keysAndTheNumberOfLevelsAreReadAndLinesThatCannotBeReadAreLeftOut()
      throws WireFormatException {
    String offer =
        OFFER
            .replace("RTP/AVP", "RTP/SAVP")
            .replace(
                "a=sendonly\n",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                    + KEY
                    + "|2^31|1:4\na=crypto:x nonsense\na=crypto:3 AEAD_AES_128_GCM inline:a2V5 KDR=1\n"
                    + "a=extmap:4 urn:ietf:params:rtp-hdrext:ssrc-audio-level vad=on\n");

    StreamDescriptor audio = SdpTranslation.read(Body.sdp(offer)).streams().get(0);

    assertThat(audio.protocol()).isEqualTo("RTP/SAVP");
    assertThat(audio.crypto())
        .containsExactly(
            new CryptoLine(1, "AES_CM_128_HMAC_SHA1_80", KEY, "1:4", List.of()),
            new CryptoLine(3, "AEAD_AES_128_GCM", "a2V5", "", List.of("KDR=1")));
    assertThat(audio.levelId()).isEqualTo(4);
  }

  @Test
  void anAnswerSaysItsTransportItsKeyAndTheNumberOfLevels() throws WireFormatException {
    CryptoLine line = new CryptoLine(2, "AES_CM_128_HMAC_SHA1_80", KEY);
    StreamDescriptor audio =
        new StreamDescriptor(
            "audio",
            "RTP/SAVP",
            "192.0.2.1",
            20000,
            0,
            false,
            Direction.SENDRECV,
            List.of(),
            List.of(new Codec(8, "PCMA", 8000, 1, "")),
            20,
            List.of(),
            List.of(line),
            4,
            IceDescription.NONE);

    String text =
        SdpTranslation.write(new EdgeProtocol.LocalSession(7, 1, new SessionAnswer(List.of(audio))))
            .text();

    assertThat(text)
        .contains("m=audio 20000 RTP/SAVP 8\r\n")
        .contains("a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "\r\n")
        .contains("a=extmap:4 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n");
    assertThat(SdpTranslation.read(Body.sdp(text)).streams().get(0).crypto()).containsExactly(line);
  }

  @Test
  void aKeyThatIsNotKnownIsNotWritten() throws WireFormatException {
    StreamDescriptor read = SdpTranslation.read(Body.sdp(OFFER)).streams().get(0);
    StreamDescriptor audio = read.with(List.of(new CryptoLine(2, "AEAD_AES_128_GCM", "")));

    String text =
        SdpTranslation.write(new EdgeProtocol.LocalSession(7, 1, new SessionAnswer(List.of(audio))))
            .text();

    assertThat(text).contains("m=audio 4000 RTP/AVP").doesNotContain("crypto");
  }

  @Test
  void aStreamOfMessagesKeepsWhatItTakes() throws WireFormatException {
    String chat =
        """
        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=session
        c=IN IP4 127.0.0.1
        t=0 0
        m=message 5060 sip null
        a=accept-types:text/plain text/html  application/im-iscomposing+xml
        """;

    StreamDescriptor stream = SdpTranslation.read(Body.sdp(chat)).streams().get(0);

    assertThat(stream)
        .isEqualTo(
            StreamDescriptor.messages(
                "127.0.0.1",
                5060,
                List.of("text/plain", "text/html", "application/im-iscomposing+xml")));
  }

  @Test
  void messagesAreAnsweredInTheStyleOfOldClientsWithAValidAddress() throws WireFormatException {
    StreamDescriptor chat = StreamDescriptor.messages("", 5060, List.of("text/plain", "text/html"));

    String text =
        SdpTranslation.write(new EdgeProtocol.LocalSession(77, 3, new SessionAnswer(List.of(chat))))
            .text();

    assertThat(text)
        .contains("c=IN IP4 127.0.0.1\r\n")
        .contains("m=message 5060 sip null\r\na=accept-types:text/plain text/html\r\n")
        .doesNotContain("a=sendrecv");
    assertThat(SdpTranslation.read(Body.sdp(text)).streams()).hasSize(1);
  }

  @Test
  void streamsOfSeveralPlacesHaveTheirOwnAddress() throws WireFormatException {
    StreamDescriptor audio =
        SdpTranslation.read(Body.sdp(OFFER)).streams().get(0).at("192.0.2.1", 20000);
    StreamDescriptor chat = StreamDescriptor.messages("192.0.2.9", 5060, List.of());

    String text =
        SdpTranslation.write(
                new EdgeProtocol.LocalSession(77, 3, new SessionAnswer(List.of(audio, chat))))
            .text();

    assertThat(text)
        .contains("t=0 0\r\nm=audio 20000")
        .contains("m=message 5060 sip null\r\nc=IN IP4 192.0.2.9\r\n");
  }
}
