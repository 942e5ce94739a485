package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.confocal.media.CommandResult;
import org.confocal.media.Digits;
import org.confocal.media.SessionParameters;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.rtp.TelephoneEventWriter;

/**
 * Presses keys towards one leg: telephone events (RFC 4733) of 120 ms, with pauses of 80 ms. While
 * it does so no sound is sent.
 */
final class KeySender {

  private static final int PRESS_MS = 120;
  private static final int PAUSE_TICKS = 4;

  private final ByteBuffer packet =
      ByteBuffer.allocateDirect(RtpHeader.LENGTH + TelephoneEventWriter.LENGTH);
  private final char[] waiting = new char[Digits.MOST];
  private TelephoneEventWriter writer = new TelephoneEventWriter();
  private int first;
  private int count;
  private int pause;
  private int timestamp;

  /**
   * To be pressed after those that wait.
   *
   * @return busy if that would be more than {@link Digits#MOST}: nothing has changed then
   */
  CommandResult press(Digits digits) {
    String keys = digits.keys();
    if (count + keys.length() > waiting.length) {
      return new CommandResult.Busy();
    }
    for (int i = 0; i < keys.length(); i++) {
      waiting[(first + count++) % waiting.length] = keys.charAt(i);
    }
    return new CommandResult.Done();
  }

  /** The peer takes no events any more. */
  void forget() {
    count = 0;
    pause = 0;
    writer = new TelephoneEventWriter();
  }

  /** Whether this tick is its own. */
  boolean pressing() {
    return count > 0 || pause > 0 || writer.active();
  }

  /** Sends the packet of this tick, if it is not one of a pause. */
  void send(
      OutboundAudio outbound, DatagramPort port, InetSocketAddress to, SessionParameters terms) {
    if (!writer.active()) {
      if (pause > 0) {
        pause--;
        return;
      }
      writer.begin(waiting[first], PRESS_MS, terms.telephoneEventClockHz(), LoopContext.FRAME_MS);
      first = (first + 1) % waiting.length;
      count--;
      timestamp = outbound.timestamp(terms.telephoneEventClockHz());
    }
    boolean begins = writer.first();
    writer.write(packet, RtpHeader.LENGTH);
    int type = terms.telephoneEventPayloadType();
    outbound.sendEvent(port, packet, to, begins ? type | 0x80 : type, timestamp);
    pause = writer.active() ? 0 : PAUSE_TICKS;
  }
}
