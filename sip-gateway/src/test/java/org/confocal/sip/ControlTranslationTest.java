package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.kit.C3pTexts;
import org.confocal.wire.c3p.C3pFormatException;
import org.confocal.wire.c3p.C3pReasons;
import org.confocal.wire.c3p.C3pRequest;
import org.confocal.wire.c3p.C3pResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTranslationTest {
  private static final OwnNames NAMES = TestSettings.names();
  private static final ConferenceUri CONFERENCE = ConferenceUri.parse(C3pTexts.FOCUS).orElseThrow();
  private static final UserUri RAVI = new UserUri(C3pTexts.RAVI);
  private static final UserUri MEI = new UserUri("sip:mei@example.test");
  private static final String MEI_DIALS_OUT =
      C3pTexts.addUser(
          C3pTexts.mcuUri(C3pTexts.AUDIO),
          "sip:mei@example.test",
          "<ci:display-text>Mei</ci:display-text>"
              + C3pTexts.endpoint("msci:endpoint-uri=\"tel:+15550123\"", "dialed-out"));

  private static final String FILTERS =
      """
      <msci:conference-view ci:state="partial"><msci:entity-view ci:state="partial" entity="%s">
      <msci:entity-state><msci:mediaFiltersRules><msci:initialFilters><msci:role>attendee</msci:role>
      <msci:ingressFilter>block</msci:ingressFilter></msci:initialFilters></msci:mediaFiltersRules>
      </msci:entity-state></msci:entity-view></msci:conference-view>
      """
          .formatted(C3pTexts.AUDIO);

  private static final List<String> COMMANDS =
      List.of(
          "<getConference><conferenceKeys confEntity=\"" + C3pTexts.FOCUS + "\"/></getConference>",
          C3pTexts.addUser(
              C3pTexts.mcuUri(C3pTexts.CHAT), C3pTexts.RAVI, C3pTexts.endpoint("", "dialed-in")),
          MEI_DIALS_OUT,
          "<deleteUser><userKeys confEntity=\""
              + C3pTexts.FOCUS
              + "\" userEntity=\"sip:mei@example.test\"/></deleteUser>",
          C3pTexts.role(C3pTexts.RAVI, "presenter"),
          C3pTexts.lock("true"),
          C3pTexts.mute(C3pTexts.AUDIO, "1", "<ci:status>recvonly</ci:status>"),
          C3pTexts.modify("state=\"partial\"", FILTERS),
          "<deleteConference><conferenceKeys confEntity=\""
              + C3pTexts.FOCUS
              + "\"/></deleteConference>",
          "<setLobbyAccess access=\"granted\"><conferenceKeys confEntity=\""
              + C3pTexts.FOCUS
              + "\"/><ci:user entity=\"sip:mei@example.test\"/></setLobbyAccess>",
          "<playRecording/>");

  private static C3pRequest parse(String command) throws C3pFormatException {
    return C3pRequest.read(
        C3pTexts.request(C3pTexts.RAVI, C3pTexts.FOCUS, command).getBytes(StandardCharsets.UTF_8));
  }

  private static ControlOrder order(String command) throws C3pRefusal {
    try {
      return ControlTranslation.order(parse(command).command(), CONFERENCE, NAMES);
    } catch (C3pFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static RejectionMapping.Codes refusal(String command) {
    C3pRefusal refusal = catchThrowableOfType(C3pRefusal.class, () -> order(command));
    assertThat(refusal).as(command).isNotNull();
    return refusal.codes();
  }

  @Test
  void whoAsksForTheRosterGetsItByEitherKey() throws C3pRefusal {
    assertThat(order(COMMANDS.get(0))).isEqualTo(new ControlOrder.Describe());
    assertThat(
            order(
                "<getConference><conferenceKeys msci:conference-id=\"7f3a9c20b1d84e6f\"/>"
                    + "</getConference>"))
        .isEqualTo(new ControlOrder.Describe());
    assertThat(
            refusal(
                    "<getConference><conferenceKeys msci:conference-id=\"OTHER123\"/></getConference>")
                .c3pReason())
        .isEqualTo(C3pReasons.CONFERENCE_DOESNT_EXIST);
  }

  @Test
  void dialInNamesTheMcuAndTheEndpoint() throws C3pRefusal {
    assertThat(order(COMMANDS.get(1)))
        .isEqualTo(new ControlOrder.DialIn(RAVI, McuType.CHAT, C3pTexts.GUID));
  }

  @Test
  void dialOutNamesWhomToCallAndWhere() throws C3pRefusal {
    assertThat(order(MEI_DIALS_OUT))
        .isEqualTo(
            new ControlOrder.DialOut(
                MEI, "Mei", false, McuType.AUDIO_VIDEO, C3pTexts.GUID, "tel:+15550123"));
    assertThat(order(MEI_DIALS_OUT.replace("msci:endpoint-uri=\"tel:+15550123\"", "")))
        .isEqualTo(
            new ControlOrder.DialOut(
                MEI, "Mei", false, McuType.AUDIO_VIDEO, C3pTexts.GUID, MEI.value()));
  }

  @Test
  void noWayAroundTheHostIsTakenInADialOut() throws C3pRefusal {
    String around = MEI_DIALS_OUT.replace("tel:+15550123", "sip:mei@example.test;maddr=192.0.2.9");

    assertThat(((ControlOrder.DialOut) order(around)).uri()).isEqualTo("sip:mei@example.test");
  }

  @Test
  void dialOutOfOddThingsIsRefused() {
    assertThat(refusal(MEI_DIALS_OUT.replace("dialed-out", "focus-owner")).diagnostics())
        .isEqualTo(3018);
    assertThat(refusal(MEI_DIALS_OUT.replace("dialed-out", "")).diagnostics()).isEqualTo(3018);
    assertThat(refusal(MEI_DIALS_OUT.replace("tel:+15550123", "http://x")).diagnostics())
        .isEqualTo(3007);
    assertThat(refusal(MEI_DIALS_OUT.replace("B3727AAB331B}", "}")).diagnostics()).isEqualTo(3009);
    assertThat(refusal(MEI_DIALS_OUT.replace("attendee", "boss")).diagnostics()).isEqualTo(3016);
    assertThat(refusal(MEI_DIALS_OUT.replace("sip:mei@", "tel:mei@")).diagnostics())
        .isEqualTo(3002);
    assertThat(refusal(MEI_DIALS_OUT.replace(":audio-video:", ":meeting:")).diagnostics())
        .isEqualTo(3013);
    assertThat(refusal(MEI_DIALS_OUT.replace("mscp:mcuUri", "mscp:other")).diagnostics())
        .isEqualTo(3013);
    assertThat(
            refusal(MEI_DIALS_OUT.replace("audio-video:id:7F", "audio-video:id:8F")).diagnostics())
        .isEqualTo(3013);
  }

  @Test
  void ejectionIsFromTheConferenceOrFromOneMcu() throws C3pRefusal {
    String everywhere = COMMANDS.get(3);
    String chatOnly =
        everywhere.replace("<deleteUser", "<deleteUser " + C3pTexts.mcuUri(C3pTexts.CHAT));

    assertThat(order(everywhere)).isEqualTo(new ControlOrder.Eject(MEI, Optional.empty()));
    assertThat(order(chatOnly)).isEqualTo(new ControlOrder.Eject(MEI, Optional.of(McuType.CHAT)));
    assertThat(refusal(everywhere.replace("sip:mei@", "mailto:mei@")).c3pReason())
        .isEqualTo(C3pReasons.USER_DOESNT_EXIST);
  }

  @Test
  void aRoleIsPresenterOrAttendee() throws C3pRefusal {
    assertThat(order(C3pTexts.role(C3pTexts.RAVI, "presenter")))
        .isEqualTo(new ControlOrder.SetRole(RAVI, true));
    assertThat(order(C3pTexts.role(C3pTexts.RAVI, "attendee")))
        .isEqualTo(new ControlOrder.SetRole(RAVI, false));
    assertThat(refusal(C3pTexts.role(C3pTexts.RAVI, "organizer")).diagnostics()).isEqualTo(3016);
  }

  @Test
  void theLockIsSetOrTaken() throws C3pRefusal {
    assertThat(order(C3pTexts.lock("true"))).isEqualTo(new ControlOrder.SetLock(true));
    assertThat(order(C3pTexts.lock("0"))).isEqualTo(new ControlOrder.SetLock(false));
  }

  private static ControlOrder filter(String said) throws C3pRefusal {
    return order(C3pTexts.mute(C3pTexts.AUDIO, "1", said));
  }

  private static ControlOrder filter(Optional<Boolean> muted, Optional<Boolean> deaf) {
    return new ControlOrder.Filter(RAVI, C3pTexts.GUID, 1, muted, deaf);
  }

  @Test
  void muteIsSaidByAFilterWhateverTheDirectionSays() throws C3pRefusal {
    String block = "<msci:media-ingress-filter>block</msci:media-ingress-filter>";

    assertThat(filter(block)).isEqualTo(new ControlOrder.Mute(RAVI, C3pTexts.GUID, 1, true));
    assertThat(filter("<ci:status>sendrecv</ci:status>" + block.replace("block", "unblock")))
        .isEqualTo(new ControlOrder.Mute(RAVI, C3pTexts.GUID, 1, false));
  }

  @Test
  void deafIsSaidByTheFilterOfTheOtherWay() throws C3pRefusal {
    String egress = "<msci:media-egress-filter>block</msci:media-egress-filter>";
    String ingress = "<msci:media-ingress-filter>unblock</msci:media-ingress-filter>";

    assertThat(filter(egress)).isEqualTo(filter(Optional.empty(), Optional.of(true)));
    assertThat(filter(ingress + egress)).isEqualTo(filter(Optional.of(false), Optional.of(true)));
  }

  @ParameterizedTest
  @CsvSource({"sendrecv, false, false", "sendonly, false, true", "inactive, true, true"})
  void aDirectionAloneSaysBoth(String status, boolean muted, boolean deaf) throws C3pRefusal {
    assertThat(filter("<ci:status>" + status + "</ci:status>"))
        .isEqualTo(filter(Optional.of(muted), Optional.of(deaf)));
  }

  @Test
  void whoIsMutedByADirectionStaysAsDeafAsHeWas() throws C3pRefusal {
    ControlOrder order = filter("<ci:status>recvonly</ci:status>");

    assertThat(order)
        .isInstanceOfSatisfying(ControlOrder.Mute.class, m -> assertThat(m.muted()).isTrue());
  }

  @Test
  void theSameRuleForBothRolesIsOneForAll() throws C3pRefusal {
    String presenters = FILTERS.replace("attendee", "presenter");
    String rule =
        FILTERS.substring(
            FILTERS.indexOf("<msci:initialFilters>"), FILTERS.indexOf("</msci:mediaFiltersRules>"));
    String both =
        presenters.replace("</msci:mediaFiltersRules>", rule + "</msci:mediaFiltersRules>");

    assertThat(order(C3pTexts.modify("state=\"partial\"", both)))
        .isEqualTo(new ControlOrder.MuteAll(true, false));
    assertThat(
            refusal(C3pTexts.modify("", both.replace(rule, rule.replace("block", "unblock"))))
                .c3pReason())
        .isEqualTo(C3pReasons.NOT_SUPPORTED);
  }

  @Test
  void aMuteOfNothingIsRefused() {
    assertThat(refusal(C3pTexts.mute(C3pTexts.AUDIO, "1", "")).c3pReason())
        .isEqualTo(C3pReasons.REQUEST_MALFORMED);
    assertThat(
            refusal(C3pTexts.mute(C3pTexts.AUDIO, "0", "<ci:status>recvonly</ci:status>"))
                .c3pReason())
        .isEqualTo(C3pReasons.MEDIA_DOESNT_EXIST);
    assertThat(
            refusal(C3pTexts.mute(C3pTexts.CHAT, "1", "<ci:status>recvonly</ci:status>"))
                .diagnostics())
        .isEqualTo(3013);
  }

  @Test
  void aRunningConferenceIsChangedOneThingAtATime() throws C3pRefusal {
    String subject =
        "<ci:conference-description><ci:subject>Plans</ci:subject></ci:conference-description>";

    assertThat(order(C3pTexts.modify("state=\"partial\"", FILTERS)))
        .isEqualTo(new ControlOrder.MuteRole(false, true));
    assertThat(order(C3pTexts.modify("", subject))).isEqualTo(new ControlOrder.SetSubject("Plans"));
    assertThat(refusal(C3pTexts.modify("", subject + FILTERS)).c3pReason())
        .isEqualTo(C3pReasons.NOT_SUPPORTED);
    assertThat(refusal(C3pTexts.modify("", "")).c3pReason()).isEqualTo(C3pReasons.NOT_SUPPORTED);
    assertThat(refusal(C3pTexts.modify("", subject.replace("Plans", "x".repeat(257)))).c3pReason())
        .isEqualTo(C3pReasons.REQUEST_TOO_LARGE);
    assertThat(refusal(C3pTexts.modify("", FILTERS.replace("attendee", "all"))).diagnostics())
        .isEqualTo(3016);
  }

  @Test
  void theConferenceIsEnded() throws C3pRefusal {
    assertThat(order(COMMANDS.get(8))).isEqualTo(new ControlOrder.EndConference());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<playRecording/>",
        "<getConferencingCapabilities/>",
        "<getAvailableMcuTypes/>",
        "<getConferences/>",
        "<getEncryptionKey/>"
      })
  void whatIsNoCommandOfAFocusIsNotSupported(String command) {
    assertThat(refusal(command).c3pReason()).isEqualTo(C3pReasons.NOT_SUPPORTED);
    assertThat(refusal(command).diagnostics()).isEqualTo(3004);
  }

  @Test
  void everyCommandOfAnotherConferenceIsSeen() throws C3pFormatException {
    for (String command : COMMANDS.subList(0, 10)) {
      String other = command.replace("focus:id:7F", "focus:id:8F");

      C3pRefusal refusal =
          catchThrowableOfType(
              C3pRefusal.class, () -> C3pChecks.isAbout(CONFERENCE, parse(other).command(), NAMES));

      assertThat(refusal).as(other).isNotNull();
      assertThat(refusal.codes().diagnostics()).isEqualTo(3003);
    }
  }

  @Test
  void aRequestForAnotherConferenceThanThatOfTheDialogIsSeen()
      throws C3pFormatException, C3pRefusal {
    C3pRequest request = parse(C3pTexts.lock("true"));
    FocusKey other =
        FocusKey.of(ConferenceUri.parse(C3pTexts.FOCUS.replace("7F", "8F")).orElseThrow());

    assertThat(C3pChecks.conference(request.envelope(), FocusKey.of(CONFERENCE), NAMES))
        .isEqualTo(CONFERENCE);
    C3pRefusal refusal =
        catchThrowableOfType(
            C3pRefusal.class, () -> C3pChecks.conference(request.envelope(), other, NAMES));
    assertThat(refusal.codes().diagnostics()).isEqualTo(3001);
  }

  @Test
  void whateverParsesGivesAnOrderOrATypedRefusal() {
    long seed = Long.getLong("confocal.fuzz.seed", 2007);
    Random random = new Random(seed);
    int orders = 0;
    int refusals = 0;

    for (int i = 0; i < 4_000; i++) {
      String command = damaged(COMMANDS.get(random.nextInt(COMMANDS.size())), random);
      try {
        C3pRequest request = parse(command);
        C3pChecks.isAbout(CONFERENCE, request.command(), NAMES);
        assertThat(ControlTranslation.order(request.command(), CONFERENCE, NAMES)).isNotNull();
        orders++;
      } catch (C3pRefusal refusal) {
        String failure =
            C3pResponse.failure(envelope(command), refusal.codes().c3pReason()).write();
        assertThat(failure).contains("code=\"failure\"");
        refusals++;
      } catch (C3pFormatException unreadable) {
        assertThat(C3pRefusal.malformed(unreadable).codes().sipStatus()).isEqualTo(400);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + i + ": " + command, e);
      }
    }

    assertThat(orders).as("seed %d", seed).isGreaterThan(300);
    assertThat(refusals).as("seed %d", seed).isGreaterThan(300);
  }

  private static org.confocal.wire.c3p.C3pEnvelope envelope(String command) {
    try {
      return parse(command).envelope();
    } catch (C3pFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** A value becomes an odd one, or some characters are lost. */
  private static String damaged(String command, Random random) {
    String[] odd = {
      "", "x", "sip:x", "-1", "99999999999", "sip:a@b;opaque=app:conf:chat:id:X", "{}"
    };
    StringBuilder out = new StringBuilder(command);
    for (int n = random.nextInt(2); n >= 0; n--) {
      int quote = out.indexOf("=\"", random.nextInt(out.length()));
      int end = quote < 0 ? -1 : out.indexOf("\"", quote + 2);
      int text = out.indexOf(">", random.nextInt(out.length()));
      int close = text < 0 ? -1 : out.indexOf("</", text);
      if (random.nextInt(4) == 0) {
        int at = random.nextInt(out.length() - 1);
        out.delete(at, at + 1);
      } else if (random.nextBoolean() && end > 0) {
        out.replace(quote + 2, end, odd[random.nextInt(odd.length)]);
      } else if (close > 0 && out.substring(text, close).indexOf('<') < 0) {
        out.replace(text + 1, close, odd[random.nextInt(odd.length)]);
      }
    }
    return out.toString();
  }
}
