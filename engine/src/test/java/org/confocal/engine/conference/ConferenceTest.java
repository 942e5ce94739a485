package org.confocal.engine.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Samples;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.junit.jupiter.api.Test;

class ConferenceTest {
  private static final Conference IDLE = Conference.idle(Samples.KEY);

  private static Conference after(Conference start, ConferenceEvent... events) {
    Conference state = start;
    for (ConferenceEvent event : events) {
      state = state.apply(event);
    }
    return state;
  }

  private static ConferenceEvent activated(long activation) {
    return new ConferenceEvent.Activated(Samples.AT, activation, Samples.MEETING);
  }

  private static ConferenceEvent started(long activation, long incarnation) {
    return new ConferenceEvent.FocusStarted(Samples.AT, activation, incarnation);
  }

  private static ConferenceEvent joined(int number) {
    return new ConferenceEvent.LegJoined(Samples.AT, leg(number));
  }

  private static ConferenceEvent left(int number) {
    return new ConferenceEvent.LegLeft(Samples.AT, number, Departure.LEFT);
  }

  private static ConferenceEvent deactivated() {
    return new ConferenceEvent.Deactivated(Samples.AT, EndReason.EVERYBODY_LEFT);
  }

  private static LegTag tag(int number) {
    return new LegTag(Samples.KEY, number, String.format("%08x", number));
  }

  private static Leg leg(int number) {
    Dialog d = Samples.DIALOG;
    RequestKey key = new RequestKey("call-" + number, "from", 1, "INVITE");
    return new Leg(
        number,
        Samples.RAVI,
        "Ravi",
        Role.ATTENDEE,
        new Dialog(
            key.callId(),
            tag(number),
            key.fromTag(),
            d.localUri(),
            d.remoteUri(),
            d.remoteTarget(),
            d.contact(),
            d.routeSet(),
            1,
            d.peer(),
            true),
        key,
        key,
        Samples.PLACE,
        Optional.of(Samples.OFFER),
        Samples.ANSWER,
        1,
        Optional.empty(),
        Samples.AT,
        Entry.PLAIN,
        false,
        false);
  }

  @Test
  void anActivatedConferenceKnowsItsMeeting() {
    Conference active = after(IDLE, activated(1), started(1, 1));

    assertThat(IDLE.active()).isFalse();
    assertThat(active.active()).isTrue();
    assertThat(active.meeting()).contains(Samples.MEETING);
  }

  @Test
  void aLegIsFoundByItsWholeTagItsNumberAndItsRequest() {
    Conference one = after(IDLE, activated(1), started(1, 1), joined(1));

    assertThat(one.leg(tag(1))).contains(leg(1));
    assertThat(one.leg(1)).contains(leg(1));
    assertThat(one.legMadeBy(leg(1).joinKey())).contains(leg(1));
    assertThat(one.leg(new LegTag(Samples.KEY, 1, "99999999"))).isEmpty();
  }

  @Test
  void aChangedSessionReplacesDescriptionAndDialogAndNothingElse() {
    Conference one = after(IDLE, activated(1), started(1, 1), joined(1), joined(2));
    ConferenceEvent.SessionChanged change =
        new ConferenceEvent.SessionChanged(
            Samples.AT,
            1,
            Samples.INVITE,
            Samples.DIALOG,
            Samples.PLACE,
            Optional.empty(),
            Samples.ANSWER,
            2,
            Optional.of(Samples.TIMER));

    Leg changed = one.apply(change).leg(1).orElseThrow();

    assertThat(changed.changeKey()).isEqualTo(Samples.INVITE);
    assertThat(changed.dialog()).isEqualTo(Samples.DIALOG);
    assertThat(changed.remote()).isEmpty();
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.timer()).contains(Samples.TIMER);
    assertThat(changed.joinKey()).isEqualTo(leg(1).joinKey());
    assertThat(changed.joinedAt()).isEqualTo(leg(1).joinedAt());
    assertThat(one.apply(change).leg(2)).contains(leg(2));
  }

  @Test
  void aChangeOrDepartureOfALegThatIsGoneChangesNoLeg() {
    Conference one = after(IDLE, activated(1), started(1, 1), joined(1));

    Conference next = after(one, left(7));

    assertThat(next.legs()).isEqualTo(one.legs());
    assertThat(next.departed()).isEmpty();
  }

  @Test
  void onlyPublicEventsCountForTheRevision() {
    Conference state = after(IDLE, activated(1), started(1, 1), joined(1));
    assertThat(state.revision()).isEqualTo(2);

    Conference taken = after(state, started(1, 2), started(1, 3));

    assertThat(taken.revision()).isEqualTo(2);
    assertThat(after(taken, left(1), deactivated()).revision()).isEqualTo(4);
  }

  @Test
  void everyStartAndEveryLifeHasAHigherEpoch() {
    List<Long> epochs = new ArrayList<>();
    Conference state = after(IDLE, activated(1), started(1, 1));
    epochs.add(state.epoch());
    state = after(state, started(1, 2));
    epochs.add(state.epoch());
    state = after(state, deactivated(), activated(2), started(2, 3));
    epochs.add(state.epoch());
    state = after(state, started(2, 4));
    epochs.add(state.epoch());

    assertThat(epochs).isSorted().doesNotHaveDuplicates();
    assertThat(state.activation()).isEqualTo(2);
    assertThat(state.incarnation()).isEqualTo(4);
  }

  @Test
  void numbersOfLegsAreNeverUsedAgain() {
    Conference state = after(IDLE, activated(1), started(1, 1), joined(1), joined(2));
    assertThat(state.lastLeg()).isEqualTo(2);

    Conference again = after(state, left(2), left(1), deactivated(), activated(2), started(2, 2));

    assertThat(again.legs()).isEmpty();
    assertThat(again.lastLeg()).isEqualTo(2);
  }

  @Test
  void theDepartedAreRememberedAlsoInTheNextLife() {
    Conference state =
        after(IDLE, activated(1), started(1, 1), joined(1), left(1), deactivated(), activated(2));

    assertThat(state.hasDeparted(tag(1))).isTrue();
    assertThat(state.hasDeparted(tag(2))).isFalse();
  }

  @Test
  void onlyTheLastDeparturesAreRemembered() {
    Conference state = after(IDLE, activated(1), started(1, 1));
    for (int i = 1; i <= 100; i++) {
      state = after(state, joined(i), left(i));
    }

    assertThat(state.departed()).hasSize(64).endsWith(tag(99), tag(100));
    assertThat(state.hasDeparted(tag(36))).isFalse();
    assertThat(state.hasDeparted(tag(37))).isTrue();
  }

  @Test
  void aDeactivatedConferenceHasNoLegsAndNoMeeting() {
    Conference ended = after(IDLE, activated(1), started(1, 1), joined(1), deactivated());

    assertThat(ended.active()).isFalse();
    assertThat(ended.legs()).isEmpty();
  }

  @Test
  void theStateCannotBeChangedFromOutside() {
    Conference one = after(IDLE, activated(1), started(1, 1), joined(1));

    assertThatThrownBy(() -> one.legs().put(2, leg(2)))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
