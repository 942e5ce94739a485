package org.confocal.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SSRC = 0xCAFEBABE;

  private static SrtpKey key(SrtpSuite suite) {
    byte[] secret = new byte[suite.secretLength()];
    new Random(suite.secretLength() + suite.tagLength()).nextBytes(secret);
    return new SrtpKey(suite, secret);
  }

  private static byte[] rtp(int sequence, int payload) {
    byte[] packet = new byte[Transform.LONGEST];
    packet[0] = (byte) 0x80;
    packet[1] = 8;
    packet[2] = (byte) (sequence >>> 8);
    packet[3] = (byte) sequence;
    Transform.writeInt(packet, 8, SSRC);
    for (int i = 0; i < payload; i++) {
      packet[12 + i] = (byte) (i * 7 + sequence);
    }
    return packet;
  }

  private static byte[] rtcp(int length) {
    byte[] packet = new byte[Transform.LONGEST];
    packet[0] = (byte) 0x80;
    packet[1] = (byte) 200;
    packet[3] = (byte) (length / 4 - 1);
    Transform.writeInt(packet, 4, SSRC);
    for (int i = 8; i < length; i++) {
      packet[i] = (byte) i;
    }
    return packet;
  }

  @Test
  void theKeystreamIsThatOfTheRfc() {
    CounterMode mode =
        new CounterMode(
            HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c"),
            HEX.parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfd"),
            100);

    byte[] stream = Arrays.copyOf(mode.keystream(48, 0, 0), 48);

    assertThat(HEX.formatHex(stream))
        .isEqualTo(
            "e03ead0935c95e80e166b16dd92b4eb4"
                + "d23513162b02d0f72a43a2fe4a5f97ab"
                + "41e95b3bb0a2e8dd477901e4fca894c0");
  }

  @Test
  void theKeysOfASessionAreThoseOfTheRfc() {
    SrtpKey master =
        new SrtpKey(
            SrtpSuite.AES_CM_128_HMAC_SHA1_80,
            HEX.parseHex("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6"));

    assertThat(HEX.formatHex(CounterMode.derive(master, 0, 16)))
        .isEqualTo("c61e7a93744f39ee10734afe3ff7a087");
    assertThat(HEX.formatHex(CounterMode.derive(master, 2, 14)))
        .isEqualTo("30cbbc08863d8c85d49db34a9ae1");
    assertThat(HEX.formatHex(CounterMode.derive(master, 1, 20)))
        .isEqualTo("cebe321f6ff7716b6fd4ab49af256a156d38baa4");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsProtectedIsOpenedAgainAcrossSequenceWraps(SrtpSuite suite) {
    SrtpSender sender = new SrtpSender(key(suite));
    SrtpReceiver receiver = new SrtpReceiver(key(suite));
    for (int i = 0; i < 200_000; i += 37) {
      byte[] packet = rtp(i & 0xFFFF, 160);
      byte[] plain = packet.clone();

      int length = sender.protect(packet, 12, 172);

      assertThat(length).isEqualTo(172 + suite.tagLength());
      assertThat(Arrays.copyOf(packet, 12)).isEqualTo(Arrays.copyOf(plain, 12));
      assertThat(Arrays.copyOfRange(packet, 12, 172))
          .isNotEqualTo(Arrays.copyOfRange(plain, 12, 172));
      assertThat(receiver.open(packet, length)).isEqualTo(172);
      assertThat(Arrays.copyOf(packet, 172)).isEqualTo(Arrays.copyOf(plain, 172));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPacketThatComesAgainIsRefusedAndAReorderedOneIsNot(SrtpSuite suite) {
    SrtpSender sender = new SrtpSender(key(suite));
    SrtpReceiver receiver = new SrtpReceiver(key(suite));
    byte[][] sent = new byte[100][];
    int length = 0;
    for (int i = 0; i < sent.length; i++) {
      sent[i] = rtp(65_500 + i & 0xFFFF, 20);
      length = sender.protect(sent[i], 12, 32);
    }

    assertThat(receiver.open(sent[50].clone(), length)).isEqualTo(32);
    assertThat(receiver.open(sent[0].clone(), length)).isEqualTo(32);
    assertThat(receiver.open(sent[60].clone(), length)).isEqualTo(32);
    assertThat(receiver.open(sent[30].clone(), length)).isEqualTo(32);
    assertThat(receiver.open(sent[30].clone(), length)).isEqualTo(SrtpReceiver.REFUSED);
    assertThat(receiver.open(sent[60].clone(), length)).isEqualTo(SrtpReceiver.REFUSED);
    assertThat(receiver.open(sent[99].clone(), length)).isEqualTo(32);
    assertThat(receiver.open(sent[1].clone(), length)).isEqualTo(SrtpReceiver.REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatHasWrappedBeforeUsIsFoundAndNothingElse(SrtpSuite suite) {
    SrtpSender sender = new SrtpSender(key(suite));
    for (int i = 0; i < 5 * 65_536; i += 1_024) {
      sender.protect(rtp(i & 0xFFFF, 20), 12, 32);
    }
    SrtpReceiver late = new SrtpReceiver(key(suite));
    int opened = 0;
    for (int i = 0; i < 100; i++) {
      byte[] packet = rtp(i, 20);
      int length = sender.protect(packet, 12, 32);
      assertThat(late.open(rtp(i * 7, 20), length)).as("forged").isEqualTo(SrtpReceiver.REFUSED);
      boolean first = late.open(packet.clone(), length) == 32;
      boolean again = opened > 0 && late.open(packet, length) == 32;
      opened += first ? 1 : 0;
      assertThat(again).isFalse();
    }

    assertThat(opened).as("it has wrapped five times").isEqualTo(91);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatHasWrappedIsFoundOfWhomIsVouchedForOnly(SrtpSuite suite) {
    SrtpSender sender = new SrtpSender(key(suite));
    for (int i = 65_000; i < 65_540; i++) {
      sender.protect(rtp(i & 0xFFFF, 20), 12, 32);
    }
    SrtpReceiver late = new SrtpReceiver(key(suite));
    byte[] packet = rtp(4, 20);
    int length = sender.protect(packet, 12, 32);

    assertThat(late.open(packet.clone(), length, false)).isEqualTo(SrtpReceiver.REFUSED);
    assertThat(late.open(packet.clone(), length, true)).isEqualTo(32);
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsChangedIsRefused(SrtpSuite suite) {
    byte[] packet = rtp(7, 40);
    int length = new SrtpSender(key(suite)).protect(packet, 12, 52);
    for (int bit = 0; bit < length * 8; bit++) {
      byte[] forged = packet.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(new SrtpReceiver(key(suite)).open(forged, length))
          .as("bit %d", bit)
          .isEqualTo(SrtpReceiver.REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsAreProtectedToo(SrtpSuite suite) {
    SrtpSender sender = new SrtpSender(key(suite));
    SrtpReceiver receiver = new SrtpReceiver(key(suite));
    byte[] packet = rtcp(52);
    byte[] plain = packet.clone();

    int length = sender.protectRtcp(packet, 52);
    byte[] again = packet.clone();
    byte[] forged = packet.clone();
    forged[20]++;

    assertThat(receiver.openRtcp(forged, length)).isEqualTo(SrtpReceiver.REFUSED);
    assertThat(receiver.openRtcp(packet, length)).isEqualTo(52);
    assertThat(Arrays.copyOf(packet, 52)).isEqualTo(Arrays.copyOf(plain, 52));
    assertThat(receiver.openRtcp(again, length)).isEqualTo(SrtpReceiver.REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void whateverComesIsRefusedAndNeverMore(SrtpSuite suite) {
    SrtpReceiver receiver = new SrtpReceiver(key(suite));
    Random random = new Random(42);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[Transform.LONGEST];
      random.nextBytes(bytes);
      int length = random.nextInt(80);

      assertThat(receiver.open(bytes, length)).isEqualTo(SrtpReceiver.REFUSED);
      assertThat(receiver.openRtcp(bytes, length)).isEqualTo(SrtpReceiver.REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"})
  void packetsMakeNoGarbage(SrtpSuite suite) {
    SrtpSender sender = new SrtpSender(key(suite));
    SrtpReceiver receiver = new SrtpReceiver(key(suite));
    byte[] packet = rtp(0, 160);
    through(sender, receiver, packet, 20_000, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    int opened = through(sender, receiver, packet, 20_000, 20_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(opened).isEqualTo(20_000);
    assertThat(allocated).isLessThan(20_000);
  }

  private static int through(
      SrtpSender sender, SrtpReceiver receiver, byte[] packet, int count, int first) {
    int opened = 0;
    for (int i = first; i < first + count; i++) {
      packet[2] = (byte) (i >>> 8);
      packet[3] = (byte) i;
      opened += receiver.open(packet, sender.protect(packet, 12, 172)) == 172 ? 1 : 0;
    }
    return opened;
  }

  @Test
  void aKeyTellsNothingOfItselfAndHasItsLength() {
    SrtpKey key = key(SrtpSuite.AEAD_AES_128_GCM);

    assertThat(key).hasToString("SrtpKey[AEAD_AES_128_GCM]");
    assertThatThrownBy(() -> new SrtpKey(SrtpSuite.AEAD_AES_128_GCM, new byte[30]))
        .hasMessage("key and salt: 30 bytes (expected: 28 for AEAD_AES_128_GCM)");
  }
}
