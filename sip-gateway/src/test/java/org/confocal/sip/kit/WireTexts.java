package org.confocal.sip.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Messages as clients of both generations write them, and ways to damage them. */
public final class WireTexts {
  private static final byte[] ODD_BYTES =
      "\r\n:;,<>\"\\@/ \t\0%[]=*?".getBytes(StandardCharsets.US_ASCII);

  private static final List<String> ODD_VALUES =
      List.of(
          "",
          "(null)",
          "<",
          "<>",
          "\"unclosed <sip:a@b>",
          "sip:",
          "<sip:a@b;gruu;opaque=app:conf:focus:id:%>;tag=",
          "SIP/2.0/tcp",
          "SIP/2.0/tcp 192.0.2.7:0",
          "SIP/2.0/tcp 192.0.2.7:53880;branch=;rport=;received=",
          "SIP/2.0/TLS-SCTP [::1;branch",
          "a,b,,c",
          ";;;=;",
          "-1",
          "99999999999 INVITE",
          "1",
          "*",
          "x".repeat(20_000));

  private static final List<String> TEMPLATES =
      List.of(
          """
          INVITE sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F SIP/2.0
          Via: SIP/2.0/tcp 127.0.0.1:53880
          From: <sip:ravi@example.test>;tag=5783335208;epid=b34afb6ebb23
          To: <sip:dana@example.test;gruu;opaque=app:conf:focus:id:7F3A9C20B1D84E6F>
          Call-ID: 8A7BgB2A2a5B3i1B54m41DDt5A29b2E97xC8D6x
          CSeq: 1 INVITE
          Max-Forwards: 70
          Supported: ms-sender
          Supported: ms-early-media
          Contact: <sip:ravi@example.test;opaque=user:epid:ZZ;gruu>
          Content-Type: application/cccp+xml
          Content-Length: 11

          <request/>
          """,
          """
          SERVICE sip:ravi@example.test;gruu;opaque=app:conf:focusfactory SIP/2.0
          Via: SIP/2.0/tcp 127.0.0.1:53880;branch=z9hG4bK7C31CE2E4E9A4D77D511
          From: <sip:ravi@example.test>;tag=0930413040;epid=b34afb6ebb23
          To: <sip:ravi@example.test;gruu;opaque=app:conf:focusfactory>
          Call-ID: 61A3g4CB5a7FE6i08EFm0A8At2C0FbA2CCx65E2x
          CSeq: 1 SERVICE
          Max-Forwards: 70
          Content-Type: application/cccp+xml
          Content-Length: 0

          """,
          """
          INFO sip:c-7@127.0.0.1:5060;transport=tcp SIP/2.0
          v: SIP/2.0/tcp 127.0.0.1:53880
          f: <sip:ravi@example.test>;tag=5783335208;epid=b34afb6ebb23
          t: "Dana, ""the"" <Focus>" <sip:dana@example.test>;tag=40b94f31;epid=01
          i: 8A7BgB2A2a5B3i1B54m41DDt5A29b2E97xC8D6x
          CSeq: 2 INFO
          Proxy-Authorization: NTLM qop="auth", opaque="", realm="SIP Communications Service"
          l: 0

          """,
          """
          REGISTER sip:example.test SIP/2.0
          Via: SIP/2.0/UDP 192.0.2.7:5060;rport;branch=z9hG4bK-524287-1, SIP/2.0/TCP [2001:db8::9]
          From: "Ada" <sip:ada@example.test>;tag=a1
          To: sip:ada@example.test
          Call-ID: folded
           in@two
          CSeq: 4711
           REGISTER
          Contact: *
          Expires: 0

          """,
          """
          SIP/2.0 407 Proxy Authentication Required
          Via: SIP/2.0/tcp 127.0.0.1:53880;ms-received-port=53880;ms-received-cid=1
          From: <sip:9000@127.0.0.1>;tag=x
          To: <sip:ada@127.0.0.1>;tag=y;epid=
          Call-ID: c@127.0.0.1
          CSeq: 1 NOTIFY
          Content-Length: 0

          """);

  private WireTexts() {}

  /** Whole messages, most of which a parser takes. */
  public static List<byte[]> messages() {
    return TEMPLATES.stream()
        .map(t -> t.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** Another message: some bytes changed, or a line lost, doubled, folded or with an odd value. */
  public static byte[] damage(byte[] whole, Random random) {
    return random.nextBoolean() ? damageBytes(whole, random) : damageLine(whole, random);
  }

  private static byte[] damageBytes(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextInt(3) == 0
              ? (byte) random.nextInt(256)
              : ODD_BYTES[random.nextInt(ODD_BYTES.length)];
    }
    int cut = random.nextInt(20) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return Arrays.copyOf(bytes, cut);
  }

  private static byte[] damageLine(byte[] whole, Random random) {
    String text = new String(whole, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(List.of(text.split("\r\n", -1)));
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    String odd = ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size()), line);
      case 2 -> lines.set(at, line.replaceFirst(" ", "\r\n\t"));
      case 3 -> lines.set(at, line.substring(0, line.indexOf(' ') + 1) + odd);
      default -> lines.set(at, at == 0 ? line.replaceFirst(" .* ", " " + odd + " ") : line + odd);
    }
    return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
  }
}
