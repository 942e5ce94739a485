package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.engine.id.UserUri;
import org.junit.jupiter.api.Test;

class RosterLogTest {
  private static final UserUri ADA = Scene.user("ada");
  private static final UserUri BOB = Scene.user("bob");
  private final RosterLog log = new RosterLog(4);

  private static RosterLog.Change changed(UserUri user) {
    return new RosterLog.UserChanged(user);
  }

  private static RosterLog.Change gone(UserUri user) {
    return new RosterLog.UserGone(user);
  }

  @Test
  void changesOfOneUserAreOne() {
    log.add(changed(ADA));
    log.add(changed(ADA));
    log.add(new RosterLog.HeadChanged());

    RosterLog.Batch batch = log.since(0).orElseThrow();

    assertThat(batch.changed()).containsExactly(ADA);
    assertThat(batch.head()).isTrue();
    assertThat(batch.upTo()).isEqualTo(3);
  }

  @Test
  void whoHasBeenToldHearsOnlyWhatCameAfter() {
    log.add(changed(ADA));
    log.add(changed(BOB));

    assertThat(log.since(1).orElseThrow().changed()).containsExactly(BOB);
    assertThat(log.since(2).orElseThrow().upTo()).isEqualTo(2);
  }

  @Test
  void whoCameAndLeftIsToldGone() {
    log.add(changed(ADA));
    log.add(gone(ADA));

    RosterLog.Batch batch = log.since(0).orElseThrow();

    assertThat(batch.changed()).isEmpty();
    assertThat(batch.gone()).containsExactly(ADA);
  }

  @Test
  void whoLeftAndCameBackIsToldGoneFirst() {
    log.add(gone(ADA));
    log.add(changed(BOB));
    log.add(changed(ADA));

    RosterLog.Batch first = log.since(0).orElseThrow();
    RosterLog.Batch second = log.since(first.upTo()).orElseThrow();

    assertThat(first.gone()).containsExactly(ADA);
    assertThat(first.changed()).containsExactly(BOB);
    assertThat(first.upTo()).isEqualTo(2);
    assertThat(second.changed()).containsExactly(ADA);
    assertThat(second.gone()).isEmpty();
  }

  @Test
  void whoLeavesAfterTheCutIsNotToldBeforeIt() {
    log.add(changed(BOB));
    log.add(gone(ADA));
    log.add(changed(ADA));
    log.add(gone(BOB));

    assertThat(log.since(0).orElseThrow().changed()).isEmpty();
    assertThat(log.since(2).orElseThrow().gone()).containsExactly(BOB);
  }

  @Test
  void whoLagsTooFarCannotBeToldByChanges() {
    for (int i = 0; i < 5; i++) {
      log.add(changed(ADA));
    }

    assertThat(log.since(0)).isEmpty();
    assertThat(log.since(1)).isPresent();
  }

  @Test
  void afterAResetNobodyCanBeToldByChanges() {
    log.add(changed(ADA));

    log.reset();

    assertThat(log.since(0)).isEmpty();
    assertThat(log.since(1)).isEmpty();
    assertThat(log.since(log.last())).isPresent();
  }
}
