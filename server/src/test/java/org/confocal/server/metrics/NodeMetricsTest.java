package org.confocal.server.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.FocusKey;
import org.confocal.media.MediaCounters;
import org.confocal.media.SessionId;
import org.confocal.media.SessionRecord;
import org.confocal.sip.jain.SipStackCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NodeMetricsTest {
  private static final FocusKey ONE = new FocusKey("a".repeat(20));
  private static final FocusKey TWO = new FocusKey("b".repeat(20));
  private static final MediaCounters MEDIA =
      new MediaCounters(
          2,
          3,
          new MediaCounters.Frames(100, 4, 1, 5_500_000),
          new MediaCounters.Packets(50, 60, 20, 1, 2, 3, 4, 5),
          new MediaCounters.Buffers(7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
          new MediaCounters.Ice(13, 14),
          new MediaCounters.Recordings(1, 13, 14, 15),
          12);
  private static final SipStackCounters SIP =
      new SipStackCounters(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);

  private final NodeMetrics metrics = new NodeMetrics("1.2.3");

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void everythingIsThereBeforeAnythingHappens() {
    assertThat(lines())
        .contains(
            "confocal_conferences 0.0",
            "confocal_legs 0.0",
            "confocal_joins_total{result=\"ok\"} 0.0",
            "confocal_joins_total{result=\"refused\"} 0.0",
            "confocal_refusals_total{reason=\"CONFERENCE_LOCKED\"} 0.0",
            "confocal_journal_write_seconds_count 0",
            "confocal_notifications_total 0.0",
            "confocal_chat_deliveries_total 0.0",
            "confocal_info{version=\"1.2.3\"} 1");
  }

  @Test
  void aFocusThatStartsAnewDoesNotCountTwice() {
    metrics.running(ONE, 3);
    metrics.running(TWO, 2);

    metrics.running(ONE, 3);

    assertThat(lines()).contains("confocal_conferences 2.0", "confocal_legs 5.0");
  }

  @Test
  void aConferenceThatEndsTakesItsLegsAlong() {
    metrics.running(ONE, 3);
    metrics.running(TWO, 2);

    metrics.stopped(ONE);
    metrics.stopped(ONE);

    assertThat(lines()).contains("confocal_conferences 1.0", "confocal_legs 2.0");
  }

  @Test
  void aRefusalCountsOnceByResultAndOnceByReason() {
    metrics.refused(Rejection.Reason.CONFERENCE_LOCKED);

    assertThat(lines())
        .contains(
            "confocal_joins_total{result=\"ok\"} 0.0",
            "confocal_joins_total{result=\"refused\"} 1.0",
            "confocal_refusals_total{reason=\"CONFERENCE_LOCKED\"} 1.0");
  }

  @Test
  void aDocumentAndALineCountOnceAndTheirRecipientsEach() {
    metrics.notified(40);
    metrics.said(7);
    metrics.unreported(2);

    assertThat(lines())
        .contains(
            "confocal_notification_documents_total 1.0",
            "confocal_notifications_total 40.0",
            "confocal_chat_lines_total 1.0",
            "confocal_chat_deliveries_total 7.0",
            "confocal_chat_unreported_total 2.0");
  }

  @Test
  void aWriteFallsIntoItsBucket() {
    metrics.stored(Duration.ofMillis(15));

    assertThat(lines())
        .contains(
            "confocal_journal_write_seconds_bucket{le=\"0.01\"} 0",
            "confocal_journal_write_seconds_bucket{le=\"0.02\"} 1",
            "confocal_journal_write_seconds_sum 0.015");
  }

  @Test
  void mediaAndSipAreReadWhenSomebodyLooks() {
    metrics.media(() -> MEDIA);
    metrics.sip(() -> SIP);

    assertThat(lines())
        .contains(
            "confocal_media_conferences 2.0",
            "confocal_media_sessions 3.0",
            "confocal_media_frames_late_total 4.0",
            "confocal_media_frames_max_lateness_seconds 0.0055",
            "confocal_media_packets_received_total 50.0",
            "confocal_media_packets_sent_total 60.0",
            "confocal_media_packets_send_failed_total 4.0",
            "confocal_media_packets_encoded_total 20.0",
            "confocal_media_buffers_lost_total 7.0",
            "confocal_media_buffers_recovered_total 12.0",
            "confocal_media_buffers_expanded_total 13.0",
            "confocal_media_buffers_accelerated_total 14.0",
            "confocal_media_buffers_left_out_total 15.0",
            "confocal_media_buffers_restarts_total 16.0",
            "confocal_media_recordings_open 1.0",
            "confocal_media_recordings_lost_total 14.0",
            "confocal_media_failures_total 12.0",
            "confocal_sip_requests_total 1.0",
            "confocal_sip_in_flight 15.0");
  }

  @Test
  void ofTheLegsTheWorstAndTheMeanAreToldWithoutThoseOfWhichNothingIsKnown() {
    metrics.legs(
        () ->
            List.of(
                leg(30_000, new SessionRecord.PeerReport(1, 80_000, 50, 9, 3_000)),
                leg(50_000, new SessionRecord.PeerReport(4, -1, 0, 0, 0)),
                leg(-1, new SessionRecord.PeerReport(0, -1, 0, 0, 0))));

    assertThat(lines())
        .contains(
            "confocal_media_legs_through_max_seconds 0.05",
            "confocal_media_legs_through_mean_seconds 0.04",
            "confocal_media_legs_round_trip_max_seconds 0.08",
            "confocal_media_legs_round_trip_mean_seconds 0.08",
            "confocal_media_legs_peer_lost_max_percent 50.0",
            "confocal_media_legs_peer_lost_mean_percent 25.0",
            "confocal_media_legs_jitter_max_seconds 0.004");
  }

  private static SessionRecord leg(int throughUs, SessionRecord.PeerReport peer) {
    return new SessionRecord(
        new SessionId("a", "1"),
        1,
        new InetSocketAddress(1024),
        1,
        new SessionRecord.Reception(throughUs < 0 ? 0 : 50, 0, 0, 0, 4_000, 20, 20, throughUs),
        peer);
  }

  @Test
  void everyMetricIsExplainedWithItsType() throws Exception {
    metrics.media(() -> MEDIA);
    metrics.legs(List::of);
    metrics.sip(() -> SIP);
    String explained = Files.readString(Path.of("../docs/operations.md"), UTF_8);

    List<String> types =
        lines().stream().filter(line -> line.startsWith("# TYPE confocal_")).toList();

    assertThat(types).hasSizeGreaterThan(40);
    assertThat(types)
        .allSatisfy(
            line -> {
              String[] words = line.split(" ", -1);
              assertThat(explained).contains("| `" + words[2] + "` | " + words[3] + " |");
            });
  }

  private List<String> lines() {
    return metrics.text().lines().toList();
  }
}
