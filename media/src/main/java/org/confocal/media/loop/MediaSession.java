package org.confocal.media.loop;

import java.net.InetSocketAddress;
import org.confocal.media.CommandResult;
import org.confocal.media.Digits;
import org.confocal.media.Hold;
import org.confocal.media.Reservation;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.Volume;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.net.PortPool;
import org.jspecify.annotations.Nullable;

/**
 * One leg: its sockets, what comes and what goes. Reserved at first; it has media from {@link
 * #connect} on.
 */
final class MediaSession {

  final SessionId id;
  final SessionView view;

  final Voice voice;
  final Hearing hearing;

  /** Whether the listener was told that it talks. */
  boolean toldTalking;

  private final LoopContext context;
  private final SessionPorts ports;
  private final SecureTransport security;
  private final OutboundAudio outbound;
  private final InboundAudio inbound;
  private final KeySender keys = new KeySender();
  private final SignsOfLife life;
  private final IceTransport ice;
  private final Intake intake;
  private @Nullable Connection connection;
  private @Nullable Place place;

  /** The frame of the present tick at the leg's own rate; silence if nothing is to be mixed. */
  private short[] frame = new short[0];

  private boolean waits;

  private MediaSession(SessionId id, LoopContext context, SessionPorts ports, int ssrc) {
    this.id = id;
    this.context = context;
    this.ports = ports;
    this.security = new SecureTransport(context);
    this.outbound = new OutboundAudio(context, security, ssrc);
    this.inbound = new InboundAudio(context);
    this.voice = new Voice(id.leg(), context.settings.mix());
    this.hearing = new Hearing(context, new Players(name -> context.listener.played(id, name)));
    this.view = new SessionView(id, ports.rtp().local(), ssrc);
    this.life = new SignsOfLife(id, context, view);
    this.ice = new IceTransport(context, life);
    this.intake = new Intake(id, context, new Intake.Stages(ice, security, life), inbound);
  }

  /** Binds the ports of a new session; null if none can be had. */
  static @Nullable MediaSession reserve(
      SessionId id, LoopContext context, PortPool pool, Reservation wish) {
    MediaSession[] made = new MediaSession[1];
    SessionPorts ports =
        SessionPorts.bind(
            context,
            pool,
            wish,
            port -> made[0].intake.onRtpReadable(port),
            port -> made[0].intake.onRtcpReadable(port));
    if (ports == null) {
      return null;
    }
    boolean any = wish.preferredSsrc() == Reservation.ANY;
    int ssrc =
        any
            ? StreamNumbers.freshSsrc(context.secrets, context.clocks.wallMillis().getAsLong())
            : (int) wish.preferredSsrc();
    made[0] = new MediaSession(id, context, ports, ssrc);
    return made[0];
  }

  InetSocketAddress local() {
    return ports.rtp().local();
  }

  long ssrc() {
    return Integer.toUnsignedLong(outbound.ssrc());
  }

  /** Starts the media or changes it. {@link #stand} is to follow. */
  void connect(SessionParameters parameters) {
    waits(parameters.waits());
    Connection before = connection;
    outbound.agree(parameters.keys());
    view.publishSsrc(outbound.ssrc());
    StreamFormat format = StreamFormat.of(parameters, context.settings.opus());
    if (before == null) {
      SourceLatch latch =
          new SourceLatch(
              parameters.remoteRtp(), context.settings.times().relatchAfter().toNanos());
      RtcpReporter rtcp =
          new RtcpReporter(context, security, outbound, inbound, parameters.remoteRtcp());
      rtcp.bandwidth(format.bandwidth());
      connection = new Connection(parameters, format, latch, rtcp);
      believe(connection);
      begin(parameters, format);
      life.expect();
      return;
    }
    boolean moved = !parameters.remoteRtp().equals(before.parameters().remoteRtp());
    before.latch().signal(parameters.remoteRtp());
    before.rtcp().signal(parameters.remoteRtcp());
    before.rtcp().bandwidth(format.bandwidth());
    if (moved) {
      inbound.forgetSource();
      life.moved();
    }
    if (format.codec() != before.format().codec() || format.rateHz() != before.format().rateHz()) {
      begin(parameters, format);
    } else if (parameters.direction() != before.parameters().direction()) {
      inbound.flush();
    }
    inbound.accept(parameters.received());
    if (!takesEvents(parameters) || !parameters.direction().sends()) {
      keys.forget();
    }
    if (parameters.direction().receives() && !before.parameters().direction().receives()) {
      life.expect();
    }
    connection = new Connection(parameters, format, before.latch(), before.rtcp());
    believe(connection);
  }

  /** Whose address is believed from now on. */
  private void believe(Connection now) {
    intake.connect(now, outbound.ssrc());
    ice.agree(now.parameters().ice());
    now.latch().believe(ice.rtp());
    now.rtcp().believe(ice.rtcp(now.parameters().rtcpMux()));
  }

  private void begin(SessionParameters parameters, StreamFormat format) {
    frame = new short[format.frame()];
    inbound.decodeBy(parameters.codec(), format.rateHz());
    inbound.accept(parameters.received());
    outbound.clock(format.codec().clockHz());
  }

  /** How the leg is encoded; null while it is not connected. */
  @Nullable StreamFormat format() {
    Connection now = connection;
    return now == null ? null : now.format();
  }

  /**
   * Takes a place in a conference that mixes at this rate.
   *
   * @param mix of the rate of {@link #format}
   * @param shared of the {@link #format}
   */
  void stand(int mixHz, RateMix mix, FormatStreams shared) {
    Place now = place;
    if (now != null && now.is(mix, shared)) {
      return; // others came or went
    }
    place = new Place(this, context, mixHz, mix, shared, place);
  }

  /** Presses keys towards the peer. */
  CommandResult press(Digits digits) {
    Connection now = connection;
    boolean takes = now != null && takesEvents(now.parameters()) && sendsNow(now);
    return takes ? keys.press(digits) : new CommandResult.NoEvents();
  }

  private static boolean takesEvents(SessionParameters parameters) {
    return parameters.telephoneEventPayloadType() != SessionParameters.NONE;
  }

  void mute(boolean muted) {
    voice.mute(muted);
  }

  void deafen(boolean deaf) {
    hearing.deafen(deaf);
  }

  void hold(Hold held) {
    voice.hold(held);
    hearing.hold(held);
  }

  void volume(Volume volume) {
    voice.volume(volume.inDb());
    hearing.volume(volume);
  }

  /** Apart from the conference, or in it from now on. */
  private void waits(boolean newWaits) {
    if (waits != newWaits) {
      waits = newWaits;
      voice.waits(waits);
      hearing.waits(waits);
    }
  }

  boolean waits() {
    return waits;
  }

  boolean connected() {
    return connection != null;
  }

  /**
   * Takes the frame of this tick from the jitter buffer; its level is 0 if it is not to be mixed.
   */
  int pull(long tickNs) {
    boolean there = false;
    try {
      there = reads(tickNs);
    } catch (RuntimeException e) {
      fault(e);
    }
    int level = voice.take(frame, there);
    if (there) {
      inbound.heard(level > 0);
    }
    return level;
  }

  private boolean reads(long tickNs) {
    Connection now = connection;
    if (now == null || !now.parameters().direction().receives()) {
      return false;
    }
    if (voice.closed()) {
      inbound.skip(tickNs);
      return false;
    }
    return inbound.read(frame, tickNs);
  }

  /** A fault of one leg must not end the sound of the others: it has none in this tick. */
  private void fault(RuntimeException cause) {
    context.listener.failed(cause, context.nowNs);
  }

  /** The frame of this tick, before it is added to the sum. */
  short[] frame() {
    return frame;
  }

  /**
   * Adds the frame of this tick to the sum.
   *
   * @param alone nobody else is there: it is not added
   * @return whether there was anything
   */
  boolean contribute(boolean alone, int[] sum) {
    return voice.contribute(frame, alone, sum);
  }

  /** Decides which stream is sent in this tick, before any is encoded. */
  void chooseStream(long tick) {
    try {
      choose(tick);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  private void choose(long tick) {
    Connection now = connection;
    Place at = place;
    if (now == null || at == null) {
      return;
    }
    if (sendsNow(now) && !keys.pressing()) {
      at.choose(tick);
    } else {
      outbound.pause();
      at.leave();
      boolean addressless = ice.rtp() != null && now.parameters().direction().sends();
      if (!sendsNow(now) && !addressless) {
        hearing.pass(); // on hold its sounds go on; before ICE has an address they wait
      }
    }
  }

  /** Sends the packets of this tick. */
  void send(long tick) {
    try {
      sendFrame(tick);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  private void sendFrame(long tick) {
    Connection now = connection;
    EncodedStream stream = place == null ? null : place.encoded(tick);
    if (now != null && keys.pressing() && sendsNow(now)) {
      keys.send(outbound, ports.rtp(), now.latch().target(), now.parameters());
    } else if (now != null && stream != null) {
      outbound.send(ports.rtp(), stream, now.latch().target(), now.parameters().payloadType());
    }
  }

  private static boolean sendsNow(Connection now) {
    InetSocketAddress to = now.latch().target();
    return now.parameters().direction().sends()
        && to.getPort() != 0
        && !to.getAddress().isAnyLocalAddress();
  }

  /** Time goes on by one tick. */
  void advance() {
    outbound.advance(1);
  }

  /** Ticks were given up: time goes on for the listener all the same. */
  void skip(long tick, long frames) {
    outbound.advance(frames);
    Place at = place;
    if (at != null) {
      at.skip(tick, frames);
    }
  }

  /** Some times per second: reports, lost streams, digits without end, publication. */
  void onTimer(long epoch) {
    Connection now = connection;
    if (now == null) {
      return;
    }
    try {
      onTimer(now, epoch);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  private void onTimer(Connection now, long epoch) {
    now.rtcp().onTimer(rtcpPort(now), muxTarget(now));
    char digit = inbound.expireEvent();
    if (digit != 0) {
      context.listener.dtmf(id, digit, inbound.eventDurationMs());
    }
    if (now.parameters().direction().receives()) {
      life.onTimer(now.rtcp());
    }
    inbound.publish();
    view.publishQuality(inbound, context.meanLatenessNs, epoch);
    view.publishPeer(now.rtcp().peer(), outbound.clockHz());
  }

  private DatagramPort rtcpPort(Connection now) {
    return now.parameters().rtcpMux() ? ports.rtp() : ports.rtcp();
  }

  private static @Nullable InetSocketAddress muxTarget(Connection now) {
    return now.parameters().rtcpMux() ? now.latch().target() : null;
  }

  /** Says goodbye (RFC 3550 section 6.6). */
  void bye() {
    Connection now = connection;
    if (now != null) {
      now.rtcp().bye(rtcpPort(now), muxTarget(now));
    }
  }

  /** Releases the ports. */
  void close() {
    inbound.publish();
    inbound.close();
    if (place != null) {
      place.close();
    }
    ports.close(context.nowNs);
  }
}
