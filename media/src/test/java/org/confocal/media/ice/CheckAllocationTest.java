package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckAllocationTest {

  private static final int CHECKS = 5_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ByteBuffer answer = ByteBuffer.allocateDirect(StunWriter.MAX_ANSWER);
  private final StunChecksums checksums = new StunChecksums();

  private long allocated(IceAgent agent, byte[] check, InetSocketAddress source) {
    ByteBuffer datagram = StunScript.datagram(check, 0);
    long thread = Thread.currentThread().getId();
    long before = 0;
    for (int i = 0; i < 2 * CHECKS; i++) {
      if (i == CHECKS) {
        before = threads.getThreadAllocatedBytes(thread);
      }
      StunOutcome outcome = agent.onStun(datagram, 0, check.length, source, i, answer);
      if (!outcome.hasAnswer()) {
        throw new AssertionError(outcome);
      }
      if (agent instanceof OcsIceAgent ocs) {
        ocs.writeCheck(answer);
      }
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Test
  void answeringAndRefusingChecksAllocatesNothing() {
    IceCredentials ours = new IceCredentials("ours", "aPasswordOfTwentyTwo/+");
    InetSocketAddress source = new InetSocketAddress("2001:db8::7", 40_000);
    byte[] right =
        StunScript.request()
            .username("ours:theirs")
            .priority()
            .controlling()
            .useCandidate()
            .integrity(ours.password())
            .fingerprint()
            .bytes();
    byte[] wrong = StunScript.request().username("ours:x").integrity("no").fingerprint().bytes();

    // The question itself costs some bytes; a single array in each check would be 80,000.
    assertThat(allocated(new IceLiteAgent(ours, checksums), right, source)).isLessThan(2_048);
    assertThat(allocated(new IceLiteAgent(ours, checksums), wrong, source)).isLessThan(2_048);
  }

  @Test
  void theOlderDialectAllocatesNothingEither() {
    InetSocketAddress source = new InetSocketAddress("198.51.100.7", 40_000);
    OcsCandidate local =
        OcsCandidate.host(OcsCredentials.random(new Random(1)), 1, new InetSocketAddress(24_000));
    OcsCandidate remote = OcsCandidate.host(OcsCredentials.random(new Random(2)), 1, source);
    OcsIceAgent agent = new OcsIceAgent(local, checksums, new Random(3));
    agent.remotes(List.of(remote));
    byte[] check = OcsPeer.check(StunScript.OLD_ID, local, remote).bytes();

    assertThat(allocated(agent, check, source)).isLessThan(2_048);
  }
}
