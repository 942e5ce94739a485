package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two nodes that were started together on an empty PostgreSQL are one conference server: whatever
 * comes to one of them reaches the focus or factory, wherever that lives.
 */
class TwoNodesIT {
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final Duration TALK = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(8);

  @SuppressWarnings("NullAway.Init") // beforeAll
  private static ClusterProcess cluster;

  @SuppressWarnings("NullAway.Init") // beforeAll
  private static Path phones;

  @BeforeAll
  static void startBothOnAnEmptyDatabase(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
    phones = directory;
    cluster =
        ClusterProcess.start(
            directory,
            ClusterProcess.configs(2).stream()
                .map(
                    config ->
                        config
                            .with("confocal.sip.domain", C3pUser.DOMAIN)
                            .with("confocal.cluster.detection", "fast"))
                .toList());
    cluster.node(1).cliDone("meeting", "create", "--number", "9000", "--count", "6", "--open");
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void aMeetingThatIsMadeAtOneNodeIsThereAtTheOther() {
    String shown = cluster.node(2).cliDone("meeting", "show", "9000");

    assertThat(shown).contains("everybody");
  }

  @ParameterizedTest
  @CsvSource({"9001, 1, 2", "9002, 2, 1"})
  void callersAtAnyNodeHearEachOther(String number, int adas, int bens) {
    try (RtpClient ada = RtpClient.open("ada", ADA, G711.PCMU);
        RtpClient ben = RtpClient.open("ben", BEN, G711.PCMU)) {
      assertThat(ada.call(cluster.node(adas).uri(number)).status()).isEqualTo(200);
      assertThat(ben.call(cluster.node(bens).uri(number)).status()).isEqualTo(200);

      Eventually.pass(TALK);

      assertThat(tones(ada)).containsExactly(BEN);
      assertThat(tones(ben)).containsExactly(ADA);
      assertThat(ada.hangUp().status()).isEqualTo(200);
      assertThat(ben.hangUp().status()).isEqualTo(200);
    }
  }

  private static Iterable<Integer> tones(RtpClient client) {
    return ToneMap.standard()
        .median(client.reception().audio().last(Duration.ofSeconds(1)))
        .heard();
  }

  /** One of the two phones is not where the focus is. */
  @Test
  void aPhoneAtAnyNodeHoldsAndResumes() {
    try (RtpClient ada = RtpClient.open("ada", ADA, G711.PCMU);
        RtpClient ben = RtpClient.open("ben", BEN, G711.PCMU)) {
      ada.call(cluster.node(1).uri("9003"));
      ben.call(cluster.node(2).uri("9003"));

      holdsAndResumes(ada, ben, ADA);
      holdsAndResumes(ben, ada, BEN);

      assertThat(ada.hangUp().status()).isEqualTo(200);
      assertThat(ben.hangUp().status()).isEqualTo(200);
    }
  }

  private static void holdsAndResumes(RtpClient who, RtpClient other, int tone) {
    hears("before", other, tone);
    SipMessage held = who.change("inactive");
    assertThat(held.status()).isEqualTo(200);
    assertThat(Sdp.directionIn(held.body())).isEqualTo("inactive");
    long since = System.nanoTime();
    eventually("silence", SOON, () -> other.hearsSince(since));

    SipMessage resumed = who.change("sendrecv");

    assertThat(resumed.status()).isEqualTo(200);
    assertThat(Sdp.directionIn(resumed.body())).isEqualTo("sendrecv");
    hears("again", other, tone);
  }

  private static void hears(String when, RtpClient who, int tone) {
    long since = System.nanoTime();
    eventually(when, SOON, () -> who.hearsSince(since, tone));
  }

  /** It keeps the Request-URI of its dialog and names the node at which it was set up. */
  @ParameterizedTest
  @CsvSource({"9004, 1", "9005, 2"})
  void aPhoneGoesOnInItsDialogAtTheOtherNode(String number, int first) {
    int second = 3 - first;
    try (SipPeer before = SipPeer.udp("eve", cluster.node(first).config().sip());
        SipPeer after = SipPeer.udp("eve", cluster.node(second).config().sip())) {
      Sdp offer = Sdp.audio(40_100);
      SipCall call = before.call(cluster.node(first).uri(number));
      assertThat(call.join(offer.text()).uriIn("Contact")).contains(at(first));

      SipMessage changed = call.movedTo(after).reinvite(offer.direction("inactive").text());

      assertThat(Sdp.directionIn(changed.body())).isEqualTo("inactive");
      assertThat(changed.uriIn("Contact")).contains(at(second));
      assertThat(call.bye().status()).isEqualTo(200);
    }
  }

  private static String at(int node) {
    return "127.0.0.1:" + cluster.node(node).config().sipPort();
  }

  /** Of the two nodes one has not got the factory. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theFactoryIsReachedFromBothNodes(int entry) {
    try (C3pUser here = C3pUser.on(cluster.node(entry), "dana");
        C3pUser there = here.again(cluster.node(3 - entry))) {
      String heres = here.schedules("7F3A9C20B1D84E6F", "");
      String theres = there.schedules("7F3A9C20B1D84E70", "");

      for (C3pUser device : List.of(here, there)) {
        assertThat(subject(device, heres)).isEqualTo("Budget");
        assertThat(subject(device, theres)).isEqualTo("Budget");
        assertThat(device.orders("<getConferences/>").all("getConferences/conference-info"))
            .extracting(c -> c.attr("entity"))
            .containsExactlyInAnyOrder(heres, theres);
      }
    }
  }

  private static String subject(C3pUser user, String conference) {
    return user.orders(
            "<getConference><conferenceKeys confEntity=\"%s\"/></getConference>"
                .formatted(conference))
        .textOf("getConference/conference-info/conference-description/subject");
  }

  /** The node whose log says that it has started the conference. */
  private static int focusOf(String conference) {
    return IntStream.rangeClosed(1, cluster.size())
        .filter(n -> cluster.node(n).log().contains("conference started uri=" + conference))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePresenterSteersFromTheNodeThatHasNotGotTheFocus() {
    try (C3pUser dana = C3pUser.on(cluster.node(1), "dana");
        C3pUser mei = C3pUser.on(cluster.node(2), "mei");
        Baresip eve = Baresip.start(phones, Baresip.Account.direct("eve", ADA))) {
      String conference = dana.schedules("8A3A9C20B1D84E6F", "");
      mei.joins(conference);
      dana.reconnects(cluster.node(3 - focusOf(conference)));
      FocusDialog controls = dana.joins(conference);

      assertThat(controls.outcome(controls.setLock(true))).isEqualTo("success");
      Xml late = controls.ordersAndWaits(controls.dialOut("sip:eve@elsewhere.test", eve.uri()));
      eve.awaitCall();

      assertThat(late.attr("code")).isEqualTo("success");
      assertThat(
              controls
                  .orders("<getConference>" + controls.keys() + "</getConference>")
                  .all("getConference/conference-info/users/user"))
          .extracting(u -> u.attr("entity"))
          .containsExactlyInAnyOrder(dana.uri(), mei.uri(), "sip:eve@elsewhere.test");
      assertThat(controls.leaves().status()).isEqualTo(200);
    }
  }

  @Test
  void thePresenterGoesOnSteeringAtTheOtherNode() {
    try (C3pUser dana = C3pUser.on(cluster.node(1), "dana")) {
      FocusDialog controls = dana.joins(dana.schedules("8B3A9C20B1D84E6F", ""));

      for (int node : List.of(2, 1)) {
        dana.reconnects(cluster.node(node));
        controls = controls.moved();
        assertThat(controls.outcome(controls.setLock(node == 2))).isEqualTo("success");
      }

      assertThat(controls.leaves().status()).isEqualTo(200);
    }
  }

  @Test
  void aSubscriberWhereTheFocusIsNotHearsWhoJoinsWhereItIs() {
    try (C3pUser dana = C3pUser.on(cluster.node(1), "dana");
        C3pUser mei = C3pUser.on(cluster.node(2), "mei")) {
      String conference = dana.schedules("8C3A9C20B1D84E6F", "");
      mei.joins(conference);
      int focus = focusOf(conference);
      dana.reconnects(cluster.node(3 - focus));
      Roster roster = dana.joins(conference).watches(false);
      eventually("the whole", SOON, () -> roster.read().users().size() == 2);
      long before = roster.version();

      try (C3pUser ravi = C3pUser.on(cluster.node(focus), "ravi")) {
        ravi.joins(conference);
        eventually("ravi", SOON, () -> roster.read().users().containsKey(ravi.uri()));
      }

      List<Xml> documents = roster.documents();
      assertThat(documents.get(0).attr("state")).isIn("", "full");
      assertThat(documents.get(documents.size() - 1).attr("state")).isEqualTo("partial");
      assertThat(roster.version()).isGreaterThan(before);
      assertThat(roster.gaps()).isZero();
    }
  }
}
