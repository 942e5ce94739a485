package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.confocal.media.MediaListener;
import org.junit.jupiter.api.Test;

/** What a leg at whose address everything breaks does to the others: nothing. */
class FaultyLegTest {

  private final Studio studio = new Studio();
  private final Phone bad = studio.join("bad", 300);
  private final Phone ada = studio.join("ada", 523);
  private final Phone bob = studio.join("bob", 701);
  private final List<Throwable> told = new ArrayList<>();

  FaultyLegTest() {
    studio
        .loop
        .listener()
        .replace(
            new MediaListener() {
              @Override
              public void loopFailed(Throwable cause) {
                told.add(cause);
              }
            });
  }

  private void breaks(InetSocketAddress address) {
    studio.network.attach(
        address,
        (datagram, from) -> {
          throw new IllegalStateException("faulty");
        });
  }

  @Test
  void theOthersHearEachOtherAndTheLogStaysShort() {
    studio.run(500);
    breaks(bad.address);
    studio.forgetAll();

    studio.run(2000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(ada.gaps + bob.gaps).isZero();
    assertThat(studio.count(Counter.FAILURES)).isBetween(99L, 101L);
    assertThat(told).as("one a second").hasSizeBetween(1, 3);
  }
}
