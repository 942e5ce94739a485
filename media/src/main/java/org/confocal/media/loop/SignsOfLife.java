package org.confocal.media.loop;

import org.confocal.media.MediaSettings;
import org.confocal.media.SessionId;
import org.confocal.media.SessionRecord.Reception;

/**
 * Whether a peer is there: RTP, valid RTCP and valid checks of ICE (consent, RFC 7675) show it.
 * Tells the first packet, a stream that is lost and its return.
 */
final class SignsOfLife {

  private final SessionId id;
  private final LoopContext context;
  private final SessionView view;
  private long packets;
  private long lastPacketNs = Reception.NEVER;
  private long lastSignNs;
  private boolean toldFirst;
  private boolean toldLost;

  SignsOfLife(SessionId id, LoopContext context, SessionView view) {
    this.id = id;
    this.context = context;
    this.view = view;
  }

  /** From now on there should be some. */
  void expect() {
    lastSignNs = context.nowNs;
  }

  /** The peer is elsewhere: its first packet from there is told. */
  void moved() {
    toldFirst = false;
  }

  /** RTP that is taken. */
  void onPacket() {
    packets++;
    lastPacketNs = context.nowNs;
    view.publishPackets(packets, lastPacketNs);
    onSign();
    if (!toldFirst) {
      toldFirst = true;
      context.listener.firstPacket(id);
    }
  }

  /** Anything else that only the peer can have sent. */
  void onSign() {
    lastSignNs = context.nowNs;
    if (toldLost) {
      toldLost = false;
      context.listener.streamBack(id);
    }
  }

  /** Some times per second, while there should be signs. */
  void onTimer(RtcpReporter rtcp) {
    long silentNs = context.nowNs - lastSignNs;
    if (!toldLost && silentNs >= toleratedNs(rtcp)) {
      toldLost = true;
      context.listener.streamLost(id, silentNs);
    }
  }

  /** How much silence is none yet: less of it after a goodbye (RFC 3550 section 6.6). */
  private long toleratedNs(RtcpReporter rtcp) {
    MediaSettings.Times times = context.settings.times();
    boolean over = rtcp.saidByeAfter(lastPacketNs);
    return (over ? times.relatchAfter() : times.silenceReport()).toNanos();
  }
}
