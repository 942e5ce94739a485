package org.confocal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.confocal.engine.contacts.Contact;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactGroup;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ports promise, the same on every database. */
abstract class DirectoryContract {
  private static final UserUri DANA = new UserUri("sip:dana@example.test");
  private static final UserUri BO = new UserUri("sip:bo@example.test");

  @TempDir Path dataDir;
  private PersistenceSettings settings;
  private Database database;

  abstract PersistenceSettings fresh();

  @BeforeEach
  void open() {
    settings = fresh();
    database = Database.open(settings, dataDir);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static final ConferencePolicy SITE =
      new ConferencePolicy("default", 1000, true, true, true);

  private ConferencePolicies policies() {
    return database.policies(SITE);
  }

  @Test
  void aNodeIsThereUntilItSaysOtherwiseOrSaysNothing() throws Exception {
    ClusterNodes nodes = database.clusterNodes();
    for (String each : List.of("confocal@a:1", "confocal@b:1", "confocal@c:1", "confocal@b:1")) {
      get(nodes.present(each, Duration.ofMinutes(1)));
    }

    get(nodes.gone("confocal@c:1"));
    get(nodes.present("confocal@d:1", Duration.ofMinutes(-1)));

    assertThat(get(nodes.others("confocal@a:1"))).containsExactly("confocal@b:1");
  }

  @Test
  void aUserHasThePolicyOfTheSiteUntilOneIsAssigned() throws Exception {
    ConferencePolicy small = new ConferencePolicy("small", 3, false, false, true);
    get(policies().put(small));

    assertThat(get(policies().of(DANA))).isEqualTo(SITE);
    assertThat(get(policies().assign(DANA, "small"))).isTrue();
    assertThat(get(policies().of(DANA))).isEqualTo(small);
    assertThat(get(policies().of(BO))).isEqualTo(SITE);
    assertThat(get(policies().assign(DANA, "default"))).isTrue();
    assertThat(get(policies().of(DANA))).isEqualTo(SITE);
  }

  @Test
  void aPolicyIsReplacedAndAnotherOneAssigned() throws Exception {
    get(policies().put(new ConferencePolicy("small", 3, false, false, true)));
    get(policies().put(new ConferencePolicy("large", 300, true, true, true)));
    get(policies().assign(DANA, "large"));
    ConferencePolicy changed = new ConferencePolicy("small", 4, true, false, false);

    get(policies().put(changed));
    get(policies().assign(DANA, "small"));

    assertThat(get(policies().of(DANA))).isEqualTo(changed);
    assertThat(get(policies().find("small"))).contains(changed);
    assertThat(get(policies().find("other"))).isEmpty();
    assertThat(get(policies().list(10)))
        .extracting(ConferencePolicy::name)
        .containsExactly("default", "large", "small");
  }

  @Test
  void aPolicyThatNobodyKnowsIsAssignedToNobody() throws Exception {
    assertThat(get(policies().assign(DANA, "other"))).isFalse();
    assertThat(get(policies().of(DANA))).isEqualTo(SITE);
  }

  @Test
  void aStoredDefaultTakesThePlaceOfTheSettings() throws Exception {
    ConferencePolicy stored = new ConferencePolicy("default", 20, false, true, true);

    get(policies().put(stored));

    assertThat(get(policies().of(DANA))).isEqualTo(stored);
    assertThat(get(policies().list(10))).containsExactly(stored);
  }

  @Test
  void whoeverHasMeetingsIsToldPageByPage() throws Exception {
    get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING")));
    get(database.dialNames().claim(number("9001"), conference(DANA, "BUDGET00")));
    get(database.dialNames().claim(number("9002"), conference(BO, "PLANNING")));
    get(database.users().put(new Credentials("ada", "r", "0".repeat(32), "0".repeat(64))));

    assertThat(get(database.meetingOwners().after("", 1))).containsExactly(BO);
    assertThat(get(database.meetingOwners().after(BO.value(), 10))).containsExactly(DANA);
    assertThat(get(database.meetingOwners().after(DANA.value(), 10))).isEmpty();
  }

  @Test
  void aClaimedNumberLeadsToItsConference() throws Exception {
    ConferenceUri planning = conference(DANA, "PLANNING");

    boolean claimed = get(database.dialNames().claim(number("9000"), planning));

    assertThat(claimed).isTrue();
    assertThat(get(database.dialNames().find(number("9000")))).contains(planning);
    assertThat(get(database.dialNames().find(number("9001")))).isEmpty();
  }

  @Test
  void claimingTwiceForTheSameConferenceIsTrueBothTimes() throws Exception {
    ConferenceUri planning = conference(DANA, "PLANNING");
    get(database.dialNames().claim(number("9000"), planning));

    boolean again = get(database.dialNames().claim(number("9000"), planning));

    assertThat(again).isTrue();
    assertThat(get(database.dialNames().list(10))).hasSize(1);
  }

  @Test
  void aNumberOfAnotherConferenceIsRefused() throws Exception {
    get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING")));

    boolean second = get(database.dialNames().claim(number("9000"), conference(BO, "PLANNING")));

    assertThat(second).isFalse();
    assertThat(get(database.dialNames().find(number("9000"))))
        .contains(conference(DANA, "PLANNING"));
  }

  @Test
  void aRefusedClaimLeavesTheOldNumber() throws Exception {
    get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING")));
    get(database.dialNames().claim(number("9001"), conference(BO, "PLANNING")));

    boolean moved = get(database.dialNames().claim(number("9000"), conference(BO, "PLANNING")));

    assertThat(moved).isFalse();
    assertThat(get(database.dialNames().find(number("9001")))).contains(conference(BO, "PLANNING"));
  }

  @Test
  void aSecondNumberReplacesTheFirst() throws Exception {
    ConferenceUri planning = conference(DANA, "PLANNING");
    get(database.dialNames().claim(number("9000"), planning));

    boolean moved = get(database.dialNames().claim(number("9001"), planning));

    assertThat(moved).isTrue();
    assertThat(get(database.dialNames().list(10)))
        .containsExactly(new DialNames.Entry(number("9001"), planning));
  }

  @Test
  void ofManyWhoClaimOneNumberExactlyOneGetsIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      MeetingNumber wanted = number("" + (5000 + round));
      List<CompletionStage<Boolean>> claims = new ArrayList<>();

      for (int i = 0; i < 4; i++) {
        ConferenceUri mine = conference(DANA, "ROUND" + (100 + round) + "TRY" + i);
        claims.add(database.dialNames().claim(wanted, mine));
      }

      int winners = 0;
      for (CompletionStage<Boolean> claim : claims) {
        winners += get(claim) ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void ofAUserAndAMeetingWithOneNameExactlyOneGetsIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "" + (7000 + round);

      CompletionStage<Boolean> user = database.users().put(user(name));
      CompletionStage<Boolean> meeting =
          database.dialNames().claim(number(name), conference(DANA, "MEETING" + name));

      assertThat(get(user)).isNotEqualTo(get(meeting));
    }
  }

  @Test
  void aReleasedNumberIsFree() throws Exception {
    get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING")));

    get(database.dialNames().release(conference(DANA, "PLANNING")));
    get(database.dialNames().release(conference(DANA, "PLANNING")));

    assertThat(get(database.dialNames().find(number("9000")))).isEmpty();
    assertThat(get(database.dialNames().claim(number("9000"), conference(BO, "PLANNING"))))
        .isTrue();
  }

  @Test
  void releaseOthersKeepsTheKnownAndOtherOrganizers() throws Exception {
    get(database.dialNames().claim(number("9000"), conference(DANA, "KNOWN000")));
    get(database.dialNames().claim(number("9001"), conference(DANA, "FORGOTTEN")));
    get(database.dialNames().claim(number("9002"), conference(BO, "FORGOTTEN")));

    get(database.dialNames().releaseOthers(DANA, Set.of(new ConferenceId("KNOWN000"))));

    assertThat(get(database.dialNames().list(10)))
        .extracting(entry -> entry.number().value())
        .containsExactly("9000", "9002");
  }

  @Test
  void numbersAreListedInTheirOrderUpToTheLimit() throws Exception {
    for (String each : List.of("10000", "9000", "123", "9001")) {
      get(database.dialNames().claim(number(each), conference(DANA, "MEETING" + each)));
    }

    List<DialNames.Entry> all = get(database.dialNames().list(4));
    List<DialNames.Entry> three = get(database.dialNames().list(3));

    assertThat(all)
        .extracting(entry -> entry.number().value())
        .containsExactly("123", "9000", "9001", "10000");
    assertThat(three)
        .extracting(entry -> entry.number().value())
        .containsExactly("123", "9000", "10000");
  }

  @Test
  void aContactListIsKeptWithItsNumber() throws Exception {
    get(database.users().put(user("ada")));
    ContactList empty = get(database.contactLists().list("ada"));
    ContactsDelta first = delta(empty, new ContactChange.AddContact(BO, "Bo", "Team"));

    boolean done = get(database.contactLists().change("ada", first));
    boolean again = get(database.contactLists().change("ada", first));
    ContactList kept = get(database.contactLists().list("ada"));
    get(database.contactLists().change("ada", delta(kept, new ContactChange.DeleteGroup(2))));

    assertThat(empty).isEqualTo(ContactList.EMPTY);
    assertThat(done).isTrue();
    assertThat(again).isFalse();
    assertThat(kept)
        .isEqualTo(
            new ContactList(
                2,
                List.of(ContactGroup.OTHERS, new ContactGroup(2, "Team")),
                List.of(new Contact(BO, "Bo", List.of(2)))));
    assertThat(get(database.contactLists().list("ada")))
        .isEqualTo(
            new ContactList(
                3, List.of(ContactGroup.OTHERS), List.of(new Contact(BO, "Bo", List.of(1)))));
  }

  @Test
  void aContactListGoesWithItsOwner() throws Exception {
    get(database.users().put(user("ada")));
    ContactsDelta first = delta(ContactList.EMPTY, new ContactChange.AddGroup("Team"));
    get(database.contactLists().change("ada", first));

    get(database.users().remove("ada"));

    assertThat(get(database.contactLists().list("ada"))).isEqualTo(ContactList.EMPTY);
    assertThat(get(database.contactLists().change("ada", first))).isFalse();
  }

  private static ContactsDelta delta(ContactList list, ContactChange change) {
    return list.apply(change, new ContactList.Bounds(10, 10)).delta().orElseThrow();
  }

  @Test
  void aUserIsFoundWithHisHashes() throws Exception {
    get(database.users().put(user("ada")));

    assertThat(get(database.users().find("ada"))).contains(user("ada"));
    assertThat(get(database.users().find("bo"))).isEmpty();
  }

  @Test
  void puttingAUserAgainReplacesThePassword() throws Exception {
    get(database.users().put(user("ada")));
    Credentials changed = new Credentials("ada", "confocal", "1".repeat(32), "2".repeat(64));

    boolean put = get(database.users().put(changed));

    assertThat(put).isTrue();
    assertThat(get(database.users().find("ada"))).contains(changed);
    assertThat(get(database.users().list(10)))
        .containsExactly(new UserDirectory.Entry("ada", false));
  }

  @Test
  void aUserWhoseNameIsANumberOfAMeetingIsRefused() throws Exception {
    get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING")));

    assertThat(get(database.users().put(user("9000")))).isFalse();
    assertThat(get(database.users().find("9000"))).isEmpty();
  }

  @Test
  void aNumberThatIsANameOfAUserIsRefused() throws Exception {
    get(database.users().put(user("9000")));

    assertThat(get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING"))))
        .isFalse();
    assertThat(get(database.dialNames().find(number("9000")))).isEmpty();
  }

  @Test
  void aRemovedUserFreesHisName() throws Exception {
    get(database.users().put(user("9000")));

    assertThat(get(database.users().remove("9000"))).isTrue();
    assertThat(get(database.users().remove("9000"))).isFalse();
    assertThat(get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING"))))
        .isTrue();
  }

  @Test
  void aDisabledUserStaysSoWithANewPasswordUntilHeIsEnabled() throws Exception {
    get(database.users().put(user("ada")));

    assertThat(get(database.users().disable("ada", true))).isTrue();
    get(database.users().put(user("ada")));

    assertThat(get(database.users().find("ada")).orElseThrow().disabled()).isTrue();
    assertThat(get(database.users().standing("ada"))).isEqualTo(UserDirectory.Standing.DISABLED);
    assertThat(get(database.users().list(1))).containsExactly(new UserDirectory.Entry("ada", true));
    assertThat(get(database.users().disable("ada", false))).isTrue();
    assertThat(get(database.users().find("ada"))).contains(user("ada"));
    assertThat(get(database.users().disable("bo", true))).isFalse();
  }

  @Test
  void whoWasAUserIsToldFromWhoNeverWas() throws Exception {
    for (int i = 0; i < 2; i++) {
      get(database.users().put(user("ada")));
      assertThat(get(database.users().standing("ada"))).isEqualTo(UserDirectory.Standing.USER);
      get(database.users().remove("ada"));
      assertThat(get(database.users().standing("ada"))).isEqualTo(UserDirectory.Standing.REMOVED);
    }

    assertThat(get(database.users().standing("bo"))).isEqualTo(UserDirectory.Standing.NOBODY);
  }

  @Test
  void removingAUserNeverRemovesAMeeting() throws Exception {
    get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING")));

    assertThat(get(database.users().remove("9000"))).isFalse();
    assertThat(get(database.dialNames().find(number("9000")))).isPresent();
  }

  @Test
  void usersAreListedInOrderUpToTheLimit() throws Exception {
    for (String name : List.of("cy", "ada", "bo")) {
      get(database.users().put(user(name)));
    }

    assertThat(get(database.users().list(2)))
        .extracting(UserDirectory.Entry::name)
        .containsExactly("ada", "bo");
  }

  @Test
  void activeConferencesAreListedOldestFirst() throws Exception {
    Instant noon = Instant.parse("2026-11-22T12:00:00.123456Z");
    ActiveConferences.Entry younger = active("YOUNGER0", noon.plusSeconds(1));
    ActiveConferences.Entry older = active("OLDER000", noon);
    get(database.activeConferences().add(younger));
    get(database.activeConferences().add(older));
    get(database.activeConferences().add(older));

    assertThat(get(database.activeConferences().list(10))).containsExactly(older, younger);
    assertThat(get(database.activeConferences().list(1))).containsExactly(older);

    get(database.activeConferences().remove(older.key()));
    get(database.activeConferences().remove(older.key()));

    assertThat(get(database.activeConferences().list(10))).containsExactly(younger);
  }

  @Test
  void thePingAnswers() throws Exception {
    get(database.ping());
  }

  @Test
  void everythingIsThereAfterAnotherStart() throws Exception {
    get(database.users().put(user("ada")));
    get(database.dialNames().claim(number("9000"), conference(DANA, "PLANNING")));

    database.close();
    database = Database.open(settings, dataDir);

    assertThat(get(database.users().find("ada"))).isPresent();
    assertThat(get(database.dialNames().find(number("9000")))).isPresent();
  }

  @Test
  void aFullQueueRefusesAtOnce() throws Exception {
    database.close();
    settings =
        PersistenceSettings.from(
            ConfigFactory.parseMap(
                    Map.of(
                        "confocal.persistence.url",
                        settings.url(),
                        "confocal.persistence.user",
                        settings.account().user(),
                        "confocal.persistence.directory.pool-size",
                        2,
                        "confocal.persistence.directory.queue-size",
                        1))
                .withFallback(ConfigFactory.load()));
    database = Database.open(settings, dataDir);
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    Database.Task busy =
        session -> {
          running.countDown();
          await(release);
        };
    CompletionStage<Void> first = database.perform(busy);
    CompletionStage<Void> second = database.perform(busy);
    await(running);

    CompletionStage<Void> waits = database.ping();
    CompletionStage<Void> refused = database.ping();

    assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(RejectedExecutionException.class);
    release.countDown();
    get(first);
    get(second);
    get(waits);
  }

  @Test
  void aClosedDatabaseFailsTheStage() {
    database.close();

    CompletionStage<Void> ping = database.ping();

    assertThatThrownBy(() -> get(ping)).hasCauseInstanceOf(RejectedExecutionException.class);
  }

  private static ConferenceUri conference(UserUri organizer, String id) {
    return new ConferenceUri(organizer, new ConferenceId(id));
  }

  private static MeetingNumber number(String digits) {
    return new MeetingNumber(digits);
  }

  private static Credentials user(String name) {
    return new Credentials(name, "confocal", "a".repeat(32), "b".repeat(64));
  }

  private static ActiveConferences.Entry active(String id, Instant since) {
    ConferenceUri uri = conference(DANA, id);
    return new ActiveConferences.Entry(FocusKey.of(uri), uri, since);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static <T> T get(CompletionStage<T> stage)
      throws ExecutionException, InterruptedException, TimeoutException {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
