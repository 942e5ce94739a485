package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol.Method;
import org.confocal.engine.edge.EdgeProtocol.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParticipantTest {
  /** A second leg: what is said of it tells that all that came before has been heard. */
  private static final int MARK = 99;

  private static final Optional<SessionTimer> THEY = Optional.of(new SessionTimer(1800, false));
  private static final Optional<SessionTimer> WE = Optional.of(new SessionTimer(1800, true));

  private static ActorTestKit kit;
  private static ManualTime time;
  private TestProbe<FocusProtocol.Command> focus;
  private ActorRef<ParticipantProtocol.Command> participant;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "participant-test", ManualTime.config().withFallback(ConfigFactory.load()));
    time = ManualTime.get(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newParticipant() {
    focus = kit.createTestProbe();
    participant =
        kit.spawn(Participant.create(focus.getRef(), FocusSettings.from(ConfigFactory.load())));
    participant.tell(
        new ParticipantProtocol.LegUp(
            MARK, Optional.of(new SessionTimer(1_000_000_000, false)), false));
  }

  private void legUp(Optional<SessionTimer> timer, boolean recovered) {
    participant.tell(new ParticipantProtocol.LegUp(1, timer, recovered));
  }

  private void ended(Method method, Outcome outcome) {
    participant.tell(new ParticipantProtocol.RequestEnded(1, method, outcome));
  }

  /** All that the focus has heard up to now. */
  private List<FocusProtocol.Command> heard() {
    participant.tell(new ParticipantProtocol.RequestEnded(MARK, Method.INVITE, Outcome.GONE));
    List<FocusProtocol.Command> heard = new ArrayList<>();
    FocusProtocol.Command next = focus.receiveMessage();
    while (!(next instanceof ParticipantProtocol.LegDead dead && dead.leg() == MARK)) {
      heard.add(next);
      next = focus.receiveMessage();
    }
    return heard;
  }

  /** What the focus hears when {@code seconds} pass. */
  private List<FocusProtocol.Command> after(double seconds) {
    assertThat(heard()).isEmpty();
    time.timePasses(Duration.ofMillis(Math.round(seconds * 1000)));
    return heard();
  }

  private static FocusProtocol.Command wants(Method method) {
    return new ParticipantProtocol.WantsRequest(1, method);
  }

  private static FocusProtocol.Command dead(String why) {
    return new ParticipantProtocol.LegDead(1, why);
  }

  @Test
  void aLegWhoseSessionTimerRunsOutIsDead() {
    legUp(THEY, false);

    assertThat(after(1767)).isEmpty();
    assertThat(after(1)).containsExactly(dead("the session timer ran out"));
  }

  @Test
  void whoseConnectionWasLostByARestartHasTimeToComeBack() {
    legUp(Optional.empty(), true);
    assertThat(after(5)).containsExactly(wants(Method.OPTIONS));

    ended(Method.OPTIONS, Outcome.UNREACHED);

    assertThat(after(29)).isEmpty();
    participant.tell(new ParticipantProtocol.LegRefreshed(1, Optional.empty()));
    ended(Method.OPTIONS, Outcome.OK);
    assertThat(after(299)).isEmpty();
  }

  @Test
  void whoDoesNotComeBackAfterARestartIsAskedOnceMoreAndDead() {
    legUp(Optional.empty(), true);
    assertThat(after(5)).containsExactly(wants(Method.OPTIONS));
    ended(Method.OPTIONS, Outcome.UNREACHED);

    assertThat(after(30)).containsExactly(wants(Method.OPTIONS));
    ended(Method.OPTIONS, Outcome.UNREACHED);

    assertThat(heard()).containsExactly(dead("OPTIONS was not answered"));
  }

  @Test
  void aRefreshOfOursThatFindsNobodyAfterARestartIsTriedAgain() {
    legUp(WE, true);
    assertThat(after(5)).contains(wants(Method.UPDATE));
    ended(Method.UPDATE, Outcome.UNREACHED);
    ended(Method.OPTIONS, Outcome.UNREACHED);

    participant.tell(new ParticipantProtocol.LegHeard(1));

    assertThat(after(41)).contains(wants(Method.UPDATE));
  }

  @Test
  void aRefreshOfThePeerStartsTheTimerAnew() {
    legUp(THEY, false);
    assertThat(after(1767)).isEmpty();

    participant.tell(new ParticipantProtocol.LegRefreshed(1, THEY));

    assertThat(after(1767)).isEmpty();
    assertThat(after(1)).hasSize(1);
  }

  @Test
  void aLegWithoutATimerIsAskedNowAndThen() {
    legUp(THEY, false);
    participant.tell(new ParticipantProtocol.LegRefreshed(1, Optional.empty()));

    assertThat(after(299)).isEmpty();
    assertThat(after(1)).containsExactly(wants(Method.OPTIONS));
    ended(Method.OPTIONS, Outcome.OK);
    assertThat(after(299)).isEmpty();
    assertThat(after(1)).containsExactly(wants(Method.OPTIONS));
  }

  @Test
  void weRefreshAtHalfTheIntervalAndAgainAfterTheAnswer() {
    legUp(WE, false);

    assertThat(after(899)).isEmpty();
    assertThat(after(1)).containsExactly(wants(Method.UPDATE));
    ended(Method.UPDATE, Outcome.OK);
    assertThat(after(899)).isEmpty();
    assertThat(after(1)).containsExactly(wants(Method.UPDATE));
  }

  @Test
  void aRefreshThatIsNotAnsweredLetsTheTimerRunOut() {
    legUp(WE, false);

    assertThat(after(900)).containsExactly(wants(Method.UPDATE));
    assertThat(after(868)).containsExactly(dead("the session timer ran out"));
  }

  @Test
  void aRecoveredLegIsAskedUnlessItIsHeard() {
    legUp(Optional.empty(), true);

    assertThat(after(4.9)).isEmpty();
    assertThat(after(0.1)).containsExactly(wants(Method.OPTIONS));
  }

  @Test
  void aRecoveredLegThatIsHeardIsNotAsked() {
    legUp(Optional.empty(), true);

    participant.tell(new ParticipantProtocol.LegHeard(1));

    assertThat(after(299)).isEmpty();
  }

  @Test
  void aLegThatJoinsIsNotAskedAtOnce() {
    legUp(Optional.empty(), false);

    assertThat(after(299)).isEmpty();
  }

  @Test
  void aLegThatFallsSilentIsAskedUntilThereIsAnAnswer() {
    legUp(Optional.empty(), false);
    participant.tell(new ParticipantProtocol.LegSilent(1));
    assertThat(heard()).containsExactly(wants(Method.OPTIONS));

    assertThat(after(39)).isEmpty();
    assertThat(after(1)).containsExactly(wants(Method.OPTIONS));
    ended(Method.OPTIONS, Outcome.REFUSED);
    assertThat(after(299)).isEmpty();
  }

  @Test
  void aSilentPeerThatCannotBeReachedIsDeadAndATalkingOneIsNot() {
    legUp(Optional.empty(), false);

    ended(Method.OPTIONS, Outcome.UNREACHED);
    assertThat(heard()).isEmpty();
    participant.tell(new ParticipantProtocol.LegSilent(1));
    ended(Method.OPTIONS, Outcome.UNREACHED);

    assertThat(heard()).containsExactly(wants(Method.OPTIONS), dead("OPTIONS was not answered"));
  }

  @Test
  void aLegWhoseConnectionClosedMayComeBackByAnother() {
    legUp(Optional.empty(), false);
    participant.tell(new ParticipantProtocol.LegCutOff(1));
    assertThat(after(29)).isEmpty();

    participant.tell(new ParticipantProtocol.LegRefreshed(1, Optional.empty()));

    assertThat(after(299)).isEmpty();
  }

  @Test
  void aLegWhoseConnectionClosedIsAskedAfterTheGraceAndIsDeadIfNobodyAnswers() {
    legUp(THEY, false);
    participant.tell(new ParticipantProtocol.LegCutOff(1));

    assertThat(after(29)).isEmpty();
    assertThat(after(1)).containsExactly(wants(Method.OPTIONS));
    ended(Method.OPTIONS, Outcome.UNREACHED);
    assertThat(heard()).containsExactly(dead("OPTIONS was not answered"));
  }

  @Test
  void aLegWhoseConnectionClosedAndThatIsHeardOfIsNotAsked() {
    legUp(Optional.empty(), false);
    participant.tell(new ParticipantProtocol.LegCutOff(1));

    participant.tell(new ParticipantProtocol.LegHeard(1));

    assertThat(after(299)).isEmpty();
  }

  @Test
  void aLegWhosePacketsComeNeedsNoConnection() {
    legUp(THEY, false);
    participant.tell(new ParticipantProtocol.LegFlows(1));

    participant.tell(new ParticipantProtocol.LegCutOff(1));

    assertThat(after(299)).isEmpty();
  }

  @Test
  void anOldQuestionDoesNotEndALegThatHasComeBack() {
    legUp(THEY, false);
    participant.tell(new ParticipantProtocol.LegCutOff(1));
    assertThat(after(30)).containsExactly(wants(Method.OPTIONS));

    participant.tell(new ParticipantProtocol.LegRefreshed(1, THEY));
    ended(Method.OPTIONS, Outcome.GONE);

    assertThat(heard()).isEmpty();
  }

  @Test
  void aRecoveredLegThatWeRefreshIsRefreshedSoon() {
    legUp(WE, true);
    participant.tell(new ParticipantProtocol.LegHeard(1));

    assertThat(after(5)).containsExactly(wants(Method.UPDATE));
  }

  @Test
  void aPeerThatHasNoSuchDialogIsDead() {
    legUp(Optional.empty(), false);

    ended(Method.OPTIONS, Outcome.GONE);

    assertThat(heard()).containsExactly(dead("OPTIONS was not answered"));
  }

  @Test
  void whenBothOfferedWeOfferAgainLater() {
    legUp(Optional.empty(), false);

    ended(Method.INVITE, Outcome.GLARE);

    assertThat(after(1.4)).isEmpty();
    assertThat(after(0.1)).containsExactly(wants(Method.INVITE));
    assertThat(after(290)).isEmpty();
  }

  @Test
  void anOfferIsPutOff() {
    legUp(Optional.empty(), false);

    participant.tell(new ParticipantProtocol.OfferLater(1, Duration.ofSeconds(3)));

    assertThat(after(2.9)).isEmpty();
    assertThat(after(0.1)).containsExactly(wants(Method.INVITE));
  }

  @Test
  void nothingIsSaidOfALegThatIsGone() {
    legUp(WE, true);
    participant.tell(new ParticipantProtocol.OfferLater(1, Duration.ofSeconds(3)));

    participant.tell(new ParticipantProtocol.LegDown(1));

    ended(Method.INVITE, Outcome.GONE);
    participant.tell(new ParticipantProtocol.LegSilent(1));
    assertThat(after(2000)).isEmpty();
  }

  @Test
  void itEndsWithItsLastLeg() {
    legUp(WE, false);

    participant.tell(new ParticipantProtocol.LegDown(1));
    assertThat(heard()).isEmpty();
    participant.tell(new ParticipantProtocol.LegDown(MARK));

    focus.expectTerminated(participant);
  }
}
