package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.confocal.it.tone.Pcm;
import org.jspecify.annotations.Nullable;

/**
 * One RTP session of a test client: sends a sine every 20 ms, keeps what arrives. RFC 3550, and RFC
 * 4733 for pressed keys.
 */
public final class RtpStream implements AutoCloseable {
  private static final int SAMPLES = 160;
  private static final int HEADER = 12;
  private static final int STUN_HEADER = 20;
  private static final long FRAME_NS = 20_000_000;
  private static final int EVENT_TYPE = 101;
  private static final int EVENT_FRAMES = 10; // 200 ms, of which the last three tell the end
  private static final double PEAK = 8000; // -12 dBFS: three of them together do not clip

  private final G711 law;
  private final int toneHz;
  private final DatagramSocket socket;
  private final List<Reception.Packet> received = Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<ByteBuffer> stun = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Character> key = new AtomicReference<>();
  private volatile boolean speaking;
  private volatile InetSocketAddress target = InetSocketAddress.createUnresolved("nobody", 9);

  private RtpStream(G711 law, int toneHz, InetAddress at) {
    this.law = law;
    this.toneHz = toneHz;
    try {
      socket = new DatagramSocket(new InetSocketAddress(at, Ports.freeRange(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("rtp-in-" + toneHz, this::receiveAll);
  }

  /** On 127.0.0.1. */
  public static RtpStream open(G711 law, int toneHz) {
    return openAt("127.0.0.1", law, toneHz);
  }

  /** On an address of this machine. */
  public static RtpStream openAt(String address, G711 law, int toneHz) {
    try {
      return new RtpStream(law, toneHz, InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  public int localPort() {
    return socket.getLocalPort();
  }

  /** Sends the sine there from now on. */
  public void speakTo(String host, int port) {
    boolean begins = !speaking;
    target = new InetSocketAddress(host, port);
    if (begins) {
      speaking = true;
      start("rtp-out-" + toneHz, this::sendAll);
    }
  }

  /** Sends there what an answer of the server says. */
  public void speakTo(SipMessage answer) {
    speakTo(Sdp.address(answer.body()), Sdp.port(answer.body()));
  }

  /**
   * Sends a STUN message from where the audio is and comes.
   *
   * @return the next STUN message that comes
   */
  public ByteBuffer ask(byte[] message, SipMessage answer) {
    InetSocketAddress to =
        new InetSocketAddress(Sdp.address(answer.body()), Sdp.port(answer.body()));
    try {
      socket.send(new DatagramPacket(message, message.length, to));
      ByteBuffer got = stun.poll(3, TimeUnit.SECONDS);
      if (got == null) {
        throw new AssertionError("no answer to a check");
      }
      return got;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Presses a key for 200 ms, while it speaks. */
  public void press(char digit) {
    key.set(digit);
  }

  public void mute() {
    speaking = false;
  }

  public Reception reception() {
    return new Reception(law, received);
  }

  private void sendAll() {
    int ssrc = ThreadLocalRandom.current().nextInt();
    int sequence = ThreadLocalRandom.current().nextInt(65_536);
    int timestamp = ThreadLocalRandom.current().nextInt();
    long due = System.nanoTime();
    int pressed = 0;
    for (int frame = 0; speaking && !socket.isClosed(); frame++) {
      Character digit = key.get();
      ByteBuffer packet = ByteBuffer.allocate(HEADER + SAMPLES);
      if (digit == null) {
        header(packet, law.payloadType(), frame == 0, sequence + frame);
        sine(packet.putInt(timestamp + frame * SAMPLES).putInt(ssrc), frame);
      } else {
        header(packet, EVENT_TYPE, pressed == 0, sequence + frame);
        packet.putInt(timestamp + (frame - pressed) * SAMPLES).putInt(ssrc);
        event(packet, digit, ++pressed);
        if (pressed == EVENT_FRAMES) {
          key.set(null);
          pressed = 0;
        }
      }
      try {
        socket.send(new DatagramPacket(packet.array(), packet.position(), target));
      } catch (IOException e) {
        // Closed, or nobody listens there any more: the sine goes on into the void.
      }
      due += FRAME_NS;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private static void header(ByteBuffer packet, int payloadType, boolean marker, int sequence) {
    packet.put((byte) 0x80).put((byte) (payloadType | (marker ? 0x80 : 0)));
    packet.putShort((short) sequence);
  }

  private void sine(ByteBuffer packet, int frame) {
    for (int i = 0; i < SAMPLES; i++) {
      double phase = 2 * Math.PI * toneHz * (frame * SAMPLES + i) / 8000.0;
      packet.put(law.encode((short) Math.round(PEAK * Math.sin(phase))));
    }
  }

  private static void event(ByteBuffer packet, char digit, int frames) {
    boolean end = frames > EVENT_FRAMES - 3;
    int duration = Math.min(frames, EVENT_FRAMES - 2) * SAMPLES;
    packet.put((byte) "0123456789*#ABCD".indexOf(digit)).put((byte) (end ? 0x8A : 0x0A));
    packet.putShort((short) duration);
  }

  private void receiveAll() {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        keep(System.nanoTime(), ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
      } catch (IOException e) {
        // Closed by the test, or an ICMP refusal: the next packet decides.
      }
    }
  }

  private void keep(long arrivalNs, ByteBuffer in) {
    if (in.remaining() >= STUN_HEADER && in.get(0) >= 0 && in.get(0) <= 3) {
      stun.add(ByteBuffer.allocate(in.remaining()).put(in.duplicate()).flip());
      return;
    }
    if (in.remaining() < HEADER || (in.get(0) & 0xC0) != 0x80) {
      return;
    }
    int payloadType = in.get(1) & 0x7F;
    int payload = HEADER + 4 * (in.get(0) & 0x0F);
    if (payloadType != law.payloadType() || payload > in.limit()) {
      return; // RTCP, telephone-event, comfort noise: not audio
    }
    short[] samples = new short[in.limit() - payload];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = law.decode(in.get(payload + i));
    }
    received.add(
        new Reception.Packet(
            arrivalNs,
            Short.toUnsignedInt(in.getShort(2)),
            Integer.toUnsignedLong(in.getInt(4)),
            Integer.toUnsignedLong(in.getInt(8)),
            payloadType,
            new Pcm(8000, samples)));
  }

  @Override
  public void close() {
    speaking = false;
    socket.close();
  }
}
