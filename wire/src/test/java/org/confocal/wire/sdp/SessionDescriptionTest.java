package org.confocal.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
  private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baresip-1.0.0.offer.sdp",
        "linphonec-5.1.65.offer.sdp",
        "sipp-3.6.1.offer.sdp",
        "sipp-3.6.1-ipv6.offer.sdp",
        "browser-like.offer.sdp"
      })
  void whatARealClientWroteComesBackWhole(String file) throws WireFormatException {
    SessionDescription first = SessionDescription.parse(golden(file));

    String written = first.write();

    assertThat(SessionDescription.parse(written)).isEqualTo(first);
    assertThat(written.lines().sorted())
        .isEqualTo(golden(file).replace("[::1]", "::1").lines().sorted().toList());
  }

  @Test
  void theCodecsOfBaresipAreRead() throws WireFormatException {
    SessionDescription offer = SessionDescription.parse(golden("baresip-1.0.0.offer.sdp"));

    Media audio = offer.firstActive("audio").orElseThrow();

    assertThat(audio.codecs())
        .containsExactly(
            new RtpMap(96, "opus", 48000, 2),
            new RtpMap(0, "PCMU", 8000, 1),
            new RtpMap(8, "PCMA", 8000, 1),
            new RtpMap(101, "telephone-event", 8000, 1));
    assertThat(audio.fmtp(101)).contains("0-15");
    assertThat(audio.ptimeMs()).contains(20);
    assertThat(offer.directionOf(audio)).isEqualTo(Direction.SENDRECV);
    assertThat(offer.connectionOf(audio)).contains(Connection.of("127.0.0.1"));
  }

  @Test
  void staticPayloadTypesNeedNoRtpmap() throws WireFormatException {
    SessionDescription offer = SessionDescription.parse(golden("linphonec-5.1.65.offer.sdp"));

    assertThat(offer.media().get(0).rtpMap(8)).contains(new RtpMap(8, "PCMA", 8000, 1));
    assertThat(offer.media().get(0).rtpMap(18)).contains(new RtpMap(18, "G729", 8000, 1));
    assertThat(offer.media().get(0).rtpMap(77)).isEmpty();
  }

  @Test
  void mediaMayOverrideAddressAndDirectionOfTheSession() throws WireFormatException {
    SessionDescription s =
        SessionDescription.parse(
            HEAD
                + "c=IN IP4 192.0.2.1\nt=0 0\na=sendonly\n"
                + "m=audio 4000 RTP/AVP 0\n"
                + "m=video 4002 RTP/AVP 34\nc=IN IP6 2001:db8::1\na=recvonly\n");

    assertThat(s.directionOf(s.media().get(0))).isEqualTo(Direction.SENDONLY);
    assertThat(s.connectionOf(s.media().get(0))).contains(Connection.of("192.0.2.1"));
    assertThat(s.directionOf(s.media().get(1))).isEqualTo(Direction.RECVONLY);
    assertThat(s.connectionOf(s.media().get(1))).contains(new Connection(true, "2001:db8::1"));
  }

  @Test
  void holdIsSaidByDirectionOrByZeros() throws WireFormatException {
    SessionDescription byDirection =
        SessionDescription.parse(HEAD + "c=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\na=sendonly");
    SessionDescription byZeros =
        SessionDescription.parse(HEAD + "c=IN IP4 0.0.0.0\nm=audio 4000 RTP/AVP 0");
    SessionDescription talking =
        SessionDescription.parse(HEAD + "c=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0");

    assertThat(byDirection.isHeld(byDirection.media().get(0))).isTrue();
    assertThat(byZeros.isHeld(byZeros.media().get(0))).isTrue();
    assertThat(talking.isHeld(talking.media().get(0))).isFalse();
  }

  @Test
  void rtcpMayHaveAPlaceOfItsOwn() throws WireFormatException {
    Media m =
        SessionDescription.parse(
                HEAD
                    + "c=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\na=rtcp:53020 IN IP6 2001:db8::2\na=rtcp-mux")
            .media()
            .get(0);

    assertThat(m.rtcp().orElseThrow().port()).isEqualTo(53020);
    assertThat(m.rtcp().orElseThrow().connection()).contains(Connection.of("2001:db8::2"));
    assertThat(m.rtcp().orElseThrow().attribute()).isEqualTo(m.attributes().get(0));
    assertThat(m.rtcpMux()).isTrue();
  }

  @Test
  void lineFeedsAndAMissingEndAreFine() throws WireFormatException {
    SessionDescription s =
        SessionDescription.parse("v=0\no=- 1 2 IN IP4 192.0.2.1\ns=\nm=audio 0 RTP/AVP 0");

    assertThat(s.name()).isEqualTo("-");
    assertThat(s.times()).containsExactly("0 0");
    assertThat(s.media().get(0).isRefused()).isTrue();
    assertThat(s.firstActive("audio")).isEmpty();
  }

  @Test
  void anAnswerOfOursReadsAsMeant() throws WireFormatException {
    Media audio =
        Media.audio(
                20000,
                List.of(
                    new RtpMap(0, "PCMU", 8000, 1), new RtpMap(101, "telephone-event", 8000, 1)))
            .withFmtp(101, "0-15")
            .withPtime(20)
            .withDirection(Direction.SENDRECV);
    SessionDescription answer =
        SessionDescription.of(Origin.of(7, 1, "::1"), Connection.of("::1"), List.of(audio));

    String text = answer.write();

    assertThat(text)
        .isEqualTo(
            """
            v=0
            o=- 7 1 IN IP6 ::1
            s=-
            c=IN IP6 ::1
            t=0 0
            m=audio 20000 RTP/AVP 0 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv
            """
                .replace("\n", "\r\n"));
    assertThat(SessionDescription.parse(text)).isEqualTo(answer);
  }

  @Test
  void refusedMediaKeepsTypeAndFormats() throws WireFormatException {
    Media video =
        SessionDescription.parse(HEAD + "m=video 4002 RTP/AVP 34 96\na=rtpmap:96 VP8/90000")
            .media()
            .get(0);

    assertThat(video.refused().port()).isZero();
    assertThat(video.refused().formats()).containsExactly("34", "96");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "o=- 1 2 IN IP4 192.0.2.1",
        "v=1\no=- 1 2 IN IP4 192.0.2.1",
        "v=0\ns=-",
        "v=0\no=- 1 2 IN IP4 192.0.2.1\nnonsense",
        "v=0\no=- x 2 IN IP4 192.0.2.1",
        "v=0\no=- 1 2 IN IP5 192.0.2.1",
        "v=0\no=- 1 2 IN IP4 192.0.2.1\nm=audio 70000 RTP/AVP 0",
        "v=0\no=- 1 2 IN IP4 192.0.2.1\nm=audio x RTP/AVP 0",
        "v=0\no=- 1 2 IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP",
        "v=0\no=- 1 2 IN IP4 192.0.2.1\na=:x",
      })
  void whatIsNoDescriptionIsRefused(String text) {
    assertThatThrownBy(() -> SessionDescription.parse(text))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void sizeIsBounded() {
    String tooLong = HEAD + "a=x:" + "y".repeat(SessionDescription.MAX_LENGTH);
    String tooManyMedia = HEAD + "m=audio 4000 RTP/AVP 0\n".repeat(65);
    String tooManyLines = HEAD + "a=x\n".repeat(2001);

    assertThatThrownBy(() -> SessionDescription.parse(tooLong))
        .isInstanceOf(WireFormatException.class);
    assertThatThrownBy(() -> SessionDescription.parse(tooManyMedia))
        .isInstanceOf(WireFormatException.class);
    assertThatThrownBy(() -> SessionDescription.parse(tooManyLines))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void nothingCanBeSmuggledIntoALine() {
    assertThatThrownBy(() -> new Attribute("x", "y\r\nm=audio 1 RTP/AVP 0"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Line('b', "AS:1\na=x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void directionsReverseAndMeet() {
    assertThat(Direction.SENDONLY.reversed()).isEqualTo(Direction.RECVONLY);
    assertThat(Direction.SENDRECV.and(Direction.SENDONLY)).isEqualTo(Direction.SENDONLY);
    assertThat(Direction.RECVONLY.and(Direction.SENDONLY)).isEqualTo(Direction.INACTIVE);
  }

  static String golden(String file) {
    try (InputStream in = SessionDescriptionTest.class.getResourceAsStream("/sdp/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException(file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
