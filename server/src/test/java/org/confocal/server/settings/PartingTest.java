package org.confocal.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PartingTest {
  @Test
  void aLoneNodeDoesWhatWasOrdered() {
    assertThat(Parting.of(true, Optional.of(Parting.BYE))).isEqualTo(Parting.BYE);
    assertThat(Parting.of(true, Optional.of(Parting.KEEP))).isEqualTo(Parting.KEEP);
  }

  @Test
  void aFaultSendsNobodyAway() {
    assertThat(Parting.of(true, Optional.empty())).isEqualTo(Parting.KEEP);
  }

  @Test
  void inAClusterTheOthersTakeOverWhateverWasOrdered() {
    assertThat(Parting.of(false, Optional.of(Parting.BYE))).isEqualTo(Parting.HAND_OVER);
    assertThat(Parting.of(false, Optional.of(Parting.KEEP))).isEqualTo(Parting.HAND_OVER);
    assertThat(Parting.of(false, Optional.empty())).isEqualTo(Parting.HAND_OVER);
  }
}
