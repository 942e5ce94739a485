package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.confocal.engine.Samples;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.Standing;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Proof;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterHead;
import org.confocal.engine.roster.RosterUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {
  private static final UserUri ADA = Scene.user("ada");
  private static final UserUri BOB = Scene.user("bob");
  private final Scene scene = new Scene();

  private Roster roster(int largeFrom) {
    Roster roster = new Roster(Scene.settings(largeFrom, 1000), scene.state);
    roster.restart(scene.state);
    return roster;
  }

  @Test
  void aPartialDocumentHoldsWhatHasChanged() {
    scene.joins("ada");
    Roster roster = roster(1000);
    long told = roster.last();

    var joined = scene.joins("bob");
    roster.stored(scene.state, joined);
    RosterDocument document = roster.since(told).document();

    assertThat(document.full()).isFalse();
    assertThat(document.head()).isEmpty();
    assertThat(document.users()).extracting(RosterUser::user).containsExactly(BOB);
    assertThat(document.userCount()).isEqualTo(2);
  }

  @Test
  void aPhoneThatHangsUpLeavesItsUserWhoHasAnother() {
    scene.joins("ada");
    scene.joins("ada");
    Roster roster = roster(1000);
    long told = roster.last();

    var left = scene.happens(new ConferenceEvent.LegLeft(Samples.AT, 1, Departure.LEFT));
    roster.stored(scene.state, left);

    assertThat(roster.since(told).document().users()).hasSize(1);
    assertThat(roster.since(told).document().gone()).isEmpty();
  }

  @Test
  void whoIsCalledAndDoesNotComeIsGone() {
    Roster roster = roster(1000);
    roster.calling(ADA, new RosterUser(ADA, "Ada", false, List.of()));
    long told = roster.last();

    roster.callEnded(ADA);
    roster.settle();

    assertThat(roster.since(told).document().gone()).containsExactly(ADA);
  }

  @Test
  void whoIsCalledAndComesIsNeverGone() {
    Roster roster = roster(1000);
    roster.calling(ADA, new RosterUser(ADA, "Ada", false, List.of()));
    long told = roster.last();

    roster.callEnded(ADA);
    var joined = scene.joins("ada");
    roster.stored(scene.state, joined);

    assertThat(roster.since(told).document().gone()).isEmpty();
    assertThat(roster.since(told).document().users()).extracting(RosterUser::user).contains(ADA);
  }

  @Test
  void aLargeMeetingShowsPresentersAndOneself() {
    scene.joins("dana", Role.ORGANIZER);
    scene.joins("ada");
    Roster roster = roster(2);

    Roster.Telling telling = roster.full();

    assertThat(telling.document().users())
        .extracting(RosterUser::user)
        .containsExactly(Scene.user("dana"));
    assertThat(telling.document().userCount()).isEqualTo(2);
    assertThat(roster.self(telling, ADA).orElseThrow().user()).isEqualTo(ADA);
    assertThat(roster.self(telling, Scene.user("dana"))).isEmpty();
  }

  @Test
  void inALargeMeetingAChangeOfSomebodyHiddenIsTheirOwnAffair() {
    scene.joins("ada");
    scene.joins("bob");
    Roster roster = roster(2);
    long told = roster.last();

    var muted = scene.mutes("ada", true);
    roster.stored(scene.state, muted);
    Roster.Telling telling = roster.since(told);

    assertThat(telling.quiet()).isTrue();
    assertThat(roster.self(telling, ADA)).isPresent();
    assertThat(roster.self(telling, BOB)).isEmpty();
  }

  @Test
  void whoIsNoPresenterAnyMoreIsGoneFromALargeMeetingAndSeesHimselfAfterwards() {
    scene.joins("ada", Role.PRESENTER);
    scene.joins("bob");
    Roster roster = roster(2);
    long told = roster.last();

    var changed = scene.changesRole("ada", Role.ATTENDEE);
    roster.stored(scene.state, changed);
    Roster.Telling first = roster.since(told);
    Roster.Telling second = roster.since(first.upTo());

    assertThat(first.document().gone()).containsExactly(ADA);
    assertThat(roster.self(first, ADA)).isEmpty();
    assertThat(roster.self(second, ADA)).isPresent();
  }

  @Test
  void crossingTheBorderIsToldInFull() {
    scene.joins("ada");
    Roster roster = roster(2);
    long told = roster.last();

    var joined = scene.joins("bob");
    roster.stored(scene.state, joined);
    Roster.Telling large = roster.since(told);
    var left = scene.leaves("bob");
    roster.stored(scene.state, left);
    Roster.Telling small = roster.since(large.upTo());

    assertThat(large.document().full()).isTrue();
    assertThat(large.document().users()).isEmpty();
    assertThat(small.document().full()).isTrue();
    assertThat(small.document().users()).hasSize(1);
  }

  @Test
  void aLargeMeetingThatGrowsTellsTheNumber() {
    scene.joins("ada");
    scene.joins("bob");
    Roster roster = roster(2);
    long told = roster.last();

    var joined = scene.joins("cy");
    roster.stored(scene.state, joined);

    assertThat(roster.since(told).quiet()).isFalse();
    assertThat(roster.since(told).document().userCount()).isEqualTo(3);
  }

  /** A subscriber as RFC 4575 section 4.4 wants him, and the one who tells him. */
  private static final class Model {
    final UserUri user;
    final Map<UserUri, RosterUser> users = new LinkedHashMap<>();
    Optional<RosterHead> head = Optional.empty();
    int count;
    long version;
    boolean asksForAll;

    /** Of the teller. */
    long told = -1;

    long toldVersion;

    Model(UserUri user) {
      this.user = user;
    }

    void hears(RosterDocument document, Optional<RosterUser> self, long sent) {
      if (sent <= version) {
        return;
      }
      if (!document.full() && sent > version + 1) {
        asksForAll = true;
        return;
      }
      if (document.full()) {
        users.clear();
      }
      version = sent;
      count = document.userCount();
      document.head().ifPresent(h -> head = Optional.of(h));
      document.gone().forEach(users::remove);
      document.users().forEach(u -> users.put(u.user(), u));
      self.ifPresent(u -> users.put(u.user(), u));
    }
  }

  private record Sent(Model to, RosterDocument document, Optional<RosterUser> self, long version) {}

  /** Random changes, told over a way that loses, repeats and overtakes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whoeverListensKnowsInTheEndWhatThereIs(long seed) {
    Random random = new Random(seed);
    Roster roster = new Roster(Scene.settings(6, 20), scene.state);
    roster.restart(scene.state);
    List<Model> models = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      models.add(new Model(Scene.user("user" + i)));
    }
    List<Sent> onTheWay = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      change(random, roster);
      Model model = models.get(random.nextInt(models.size()));
      if (random.nextInt(3) == 0) {
        tell(roster, model, onTheWay);
      }
      while (!onTheWay.isEmpty() && random.nextInt(3) > 0) {
        Sent sent = onTheWay.get(random.nextInt(onTheWay.size()));
        if (random.nextInt(4) > 0) {
          onTheWay.remove(sent);
        }
        if (random.nextInt(5) > 0) {
          sent.to().hears(sent.document(), sent.self(), sent.version());
        }
      }
    }

    for (Model model : models) {
      onTheWay.clear();
      model.asksForAll = true;
      settle(random, roster, model, onTheWay);
      assertThatKnowsAll(roster, model, seed);
    }
  }

  /** He has everything once more, and then only changes that arrive. */
  private void settle(Random random, Roster roster, Model model, List<Sent> onTheWay) {
    for (int i = 0; i < 50; i++) {
      if (i > 0) {
        change(random, roster);
      }
      do {
        tell(roster, model, onTheWay);
        onTheWay.forEach(s -> s.to().hears(s.document(), s.self(), s.version()));
        onTheWay.clear();
      } while (model.told < roster.last() || model.asksForAll);
    }
  }

  private void tell(Roster roster, Model model, List<Sent> onTheWay) {
    if (model.told == roster.last() && !model.asksForAll) {
      return;
    }
    Roster.Telling telling =
        model.asksForAll || model.told < 0 ? roster.full() : roster.since(model.told);
    model.asksForAll = false;
    model.told = telling.upTo();
    Optional<RosterUser> self = roster.self(telling, model.user);
    if (!telling.quiet() || self.isPresent()) {
      onTheWay.add(new Sent(model, telling.document(), self, ++model.toldVersion));
    }
  }

  private void change(Random random, Roster roster) {
    String name = "user" + random.nextInt(8);
    UserUri user = Scene.user(name);
    boolean in = scene.state.isIn(user);
    var events =
        switch (random.nextInt(9)) {
          case 0, 1, 2 ->
              scene.joins(name, random.nextInt(3) == 0 ? Role.PRESENTER : Role.ATTENDEE);
          case 3, 4, 5 -> scene.leaves(name);
          case 6 -> in ? scene.changesRole(name, aRole(random)) : scene.locks(true);
          case 7 -> in ? scene.mutes(name, random.nextBoolean()) : scene.locks(false);
          default -> {
            if (random.nextBoolean()) {
              roster.calling(user, new RosterUser(user, "", false, List.of()));
            } else {
              roster.callEnded(user);
            }
            yield scene.locks(random.nextBoolean());
          }
        };
    roster.stored(scene.state, events);
  }

  private static Role aRole(Random random) {
    return random.nextBoolean() ? Role.PRESENTER : Role.ATTENDEE;
  }

  private static void assertThatKnowsAll(Roster roster, Model model, long seed) {
    Roster.Telling all = roster.full();
    Map<UserUri, RosterUser> expected = new LinkedHashMap<>();
    all.document().users().forEach(u -> expected.put(u.user(), u));
    roster.self(all, model.user).ifPresent(u -> expected.put(u.user(), u));
    assertThat(model.users).as("seed %d", seed).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(model.count).as("seed %d", seed).isEqualTo(all.document().userCount());
    assertThat(model.head).as("seed %d", seed).isEqualTo(all.document().head());
  }

  @Test
  void whoWaitsMakesNoMeetingLargeAndIsSeenInALargeOne() {
    scene.joins("dana", Role.PRESENTER);
    scene.joins("mei");
    Roster roster = roster(3);
    List<ConferenceEvent> outside = waits("tom", 3);
    roster.stored(scene.state, outside);

    boolean small = roster.full().document().users().size() == 3;
    List<ConferenceEvent> joined =
        scene.happens(
            new ConferenceEvent.LegJoined(
                Samples.AT, Samples.like(new Scene().legOf("ida"), 4, Standing.OLD)));
    roster.stored(scene.state, joined);

    assertThat(small).isTrue();
    assertThat(roster.full().document().users())
        .extracting(RosterUser::user)
        .containsExactlyInAnyOrder(Scene.user("dana"), Scene.user("tom"));
  }

  private List<ConferenceEvent> waits(String name, int number) {
    Standing outside = new Standing(true, Proof.NONE, Standing.Stay.WAITS);
    return scene.happens(
        new ConferenceEvent.LegJoined(
            Samples.AT, Samples.like(new Scene().legOf(name), number, outside)));
  }
}
