package org.confocal.engine.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.confocal.engine.Samples;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Invitee;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.junit.jupiter.api.Test;

class MeetingsTest {
  private static Meeting meeting(int i) {
    return new Meeting(
        new ConferenceUri(Samples.DANA, new ConferenceId("ROOM%06d".formatted(i))),
        new MeetingNumber(Integer.toString(100_000 + i)),
        "Budget",
        Admission.OPEN,
        Samples.AT,
        1);
  }

  private static Meetings many(int count) {
    Meetings meetings = Meetings.NONE;
    for (int i = 0; i < count; i++) {
      meetings = meetings.with(meeting(i));
    }
    return meetings;
  }

  @Test
  void aChangedMeetingKeepsItsPlace() {
    Meetings meetings = many(3);

    Meetings changed = meetings.with(meeting(1).withSubject("Plans"));

    assertThat(changed.byId().values())
        .containsExactly(meeting(0), meeting(1).withSubject("Plans"), meeting(2));
  }

  @Test
  void whatCameLaterIsNotInTheMeetingsBefore() {
    Meetings before = many(3);

    Meetings after = before.with(meeting(3)).without(meeting(0).uri().id());

    assertThat(before).isEqualTo(many(3));
    assertThat(after.byId().values()).containsExactly(meeting(1), meeting(2), meeting(3));
  }

  @Test
  void pagesTellEachMeetingOnceAndNoneIsTooHeavy() {
    Meetings meetings = many(1200);
    List<Invitee> listed =
        IntStream.range(0, 600)
            .mapToObj(i -> new Invitee(new UserUri("sip:u" + i + "@example.test"), false))
            .toList();
    MeetingTerms terms =
        new MeetingTerms(Optional.empty(), listed, Set.of(), false, Optional.empty());
    meetings = meetings.with(meeting(700).with(terms));

    List<List<Meeting>> pages = new ArrayList<>();
    Optional<ConferenceId> after = Optional.empty();
    do {
      FocusFactoryProtocol.AllMeetings page = MeetingPage.of(meetings, after);
      pages.add(page.meetings());
      after = page.more();
    } while (after.isPresent());

    assertThat(pages).extracting(List::size).containsExactly(500, 200, 1, 499);
    assertThat(pages.stream().flatMap(List::stream))
        .containsExactlyElementsOf(meetings.byId().values());
  }

  @Test
  void afterAMeetingThatIsGoneTheListBeginsAgain() {
    FocusFactoryProtocol.AllMeetings page =
        MeetingPage.of(many(2), Optional.of(meeting(7).uri().id()));

    assertThat(page.meetings()).containsExactly(meeting(0), meeting(1));
  }

  @Test
  void theMapCannotBeChanged() {
    Meetings meetings = many(1);

    assertThatThrownBy(() -> meetings.byId().put(meeting(1).uri().id(), meeting(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> meetings.byId().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void manyChangesLeaveWhatAnOrdinaryMapHolds() {
    Random random = new Random(7);
    Map<ConferenceId, Meeting> expected = new LinkedHashMap<>();
    Meetings meetings = Meetings.NONE;
    for (int i = 0; i < 5000; i++) {
      Meeting next = meeting(random.nextInt(300)).withSubject("number " + i);
      if (random.nextInt(3) == 0) {
        expected.remove(next.uri().id());
        meetings = meetings.without(next.uri().id());
      } else {
        expected.put(next.uri().id(), next);
        meetings = meetings.with(next);
      }
    }

    assertThat(new ArrayList<>(meetings.byId().entrySet()))
        .isEqualTo(new ArrayList<>(expected.entrySet()));
    assertThat(meetings).isEqualTo(new Meetings(expected, Map.of()));
    assertThat(meetings.byId()).isEqualTo(expected).hasSameHashCodeAs(expected);
    expected.forEach((id, m) -> assertThat(new Meetings(expected, Map.of()).find(id)).contains(m));
  }

  /** Counted in allocated bytes: what is copied must be allocated, and no clock is needed. */
  @Test
  void oneMeetingMoreDoesNotCopyTenThousand() {
    Meetings meetings = many(10_000);
    Meeting more = meeting(10_000);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();

    Meetings next = meetings.with(more);

    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    assertThat(next.byId()).hasSize(10_001);
    assertThat(allocated).isLessThan(32_000);
  }
}
