package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerReportsTest {

  private static final long MS = 1_000_000L;

  private final PeerReports reports = new PeerReports();

  @Test
  void theRoundTripIsTheTimeSinceOurReportLessWhatThePeerKeptIt() {
    reports.onSent(0x1234_5678, 1000 * MS);

    reports.onBlock(64, 17, 80, 0x1234_5678, 32_768, 1580 * MS);

    assertThat(reports.roundTripNs()).isEqualTo(80 * MS);
    assertThat(reports.fractionLost()).isEqualTo(64);
    assertThat(reports.cumulativeLost()).isEqualTo(17);
    assertThat(reports.jitterTicks()).isEqualTo(80);
  }

  @Test
  void aReportThatNamesNoneOfOursTellsLossAndNoTime() {
    reports.onSent(1, 1000 * MS);

    reports.onBlock(3, 5, 7, 2, 0, 1100 * MS);
    reports.onBlock(3, 5, 7, 0, 0, 1100 * MS);

    assertThat(reports.roundTripNs()).isEqualTo(PeerReports.UNKNOWN);
    assertThat(reports.reports()).isEqualTo(2);
  }

  @Test
  void aPeerThatClaimsToHaveKeptItLongerThanItWasAwayGivesZero() {
    reports.onSent(1, 1000 * MS);

    reports.onBlock(0, 0, 0, 1, 65_536, 1100 * MS);

    assertThat(reports.roundTripNs()).isZero();
  }

  @Test
  void onlyTheLastFourReportsAreKnown() {
    for (int i = 1; i <= 5; i++) {
      reports.onSent(i, i * 1000L * MS);
    }

    reports.onBlock(0, 0, 0, 1, 0, 6000 * MS);
    long oldest = reports.roundTripNs();
    reports.onBlock(0, 0, 0, 2, 0, 6000 * MS);

    assertThat(oldest).isEqualTo(PeerReports.UNKNOWN);
    assertThat(reports.roundTripNs()).isEqualTo(4000 * MS);
  }
}
