package org.confocal.it.kit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.tone.ToneMap;

/**
 * A caller of our own, without a codec library or a jitter buffer in between: it says a sine in 20
 * ms packets of G.711 and keeps every packet that it receives with its time of arrival.
 */
public final class RtpClient implements AutoCloseable {
  private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP[46] (\\S+)");
  private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio (\\d+) ");

  private static final int MORE_THAN_A_SECOND = 60;

  private final G711 law;
  private final RtpStream stream;
  private final SipUa ua;
  private volatile String direction = "sendrecv";
  private final AtomicInteger version = new AtomicInteger(1);

  private RtpClient(String name, SipWire wire, int toneHz, G711 law) {
    this.law = law;
    stream = RtpStream.open(law, toneHz);
    ua = new SipUa(name, wire, this::sdp, this::connect);
  }

  /** A client on 127.0.0.1 that has not called yet. */
  public static RtpClient open(String name, int toneHz, G711 law) {
    return new RtpClient(name, SipWire.udpToAnybody(), toneHz, law);
  }

  /** The same whose SIP goes over one TCP connection to this node, whatever the Contacts say. */
  public static RtpClient overTcp(String name, int toneHz, G711 law, InetSocketAddress node) {
    return new RtpClient(name, SipWire.tcp(node), toneHz, law);
  }

  /** Calls; audio flows from when the answer accepts. */
  public SipMessage call(String uri) {
    SipMessage answer = ua.invite(uri);
    if (answer.status() < 300) {
      connect(answer);
    }
    return answer;
  }

  /**
   * Changes the direction of the audio by a re-INVITE, such as {@code sendonly} for hold.
   *
   * @return its final answer
   */
  public SipMessage change(String newDirection) {
    direction = newDirection;
    version.incrementAndGet();
    return ua.invite("");
  }

  /** Any other request within the call, such as {@code OPTIONS}; its final answer. */
  public SipMessage request(String method) {
    return ua.request(method);
  }

  /** Leaves; its final answer. */
  public SipMessage hangUp() {
    stream.mute();
    return ua.request("BYE");
  }

  /** The requests that the server sent within the call, repetitions too. */
  public List<SipMessage> requests() {
    return ua.requests();
  }

  public boolean wasHungUp() {
    return requests().stream().anyMatch(request -> request.method().equals("BYE"));
  }

  /** All that it received up to now. */
  public Reception reception() {
    return stream.reception();
  }

  /** More than a second of audio has come since then, and in the last second just these tones. */
  public boolean hearsSince(long nanoTime, Integer... tones) {
    Reception since = reception().since(nanoTime);
    return since.packets().size() > MORE_THAN_A_SECOND
        && Set.of(tones)
            .equals(
                Set.copyOf(
                    ToneMap.standard().median(since.audio().last(Duration.ofSeconds(1))).heard()));
  }

  /** Stops sending packets. */
  public void mute() {
    stream.mute();
  }

  private void connect(SipMessage answer) {
    Matcher connection = CONNECTION.matcher(answer.body());
    Matcher audio = AUDIO.matcher(answer.body());
    if (!connection.find() || !audio.find()) {
      throw new AssertionError("no audio in the answer:\n" + answer);
    }
    stream.speakTo(connection.group(1), Integer.parseInt(audio.group(1)));
  }

  private String sdp() {
    return String.join(
        "\r\n",
        "v=0",
        "o=- 4711 " + version + " IN IP4 127.0.0.1",
        "s=-",
        "c=IN IP4 127.0.0.1",
        "t=0 0",
        "m=audio " + stream.localPort() + " RTP/AVP " + law.payloadType(),
        "a=rtpmap:" + law.payloadType() + " " + law + "/8000",
        "a=ptime:20",
        "a=" + direction,
        "");
  }

  @Override
  public void close() {
    ua.close();
    stream.close();
  }
}
