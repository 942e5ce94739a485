package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Conferences of plain SIP clients: the conference factory URI and REFER (RFC 4579). */
class ReferIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final Duration SOON = Duration.ofSeconds(8);
  private static final Sdp OFFER = Sdp.audio(40_000);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final C3pUser dana = C3pUser.on(NODE, "dana");
  private final SipCall call = dana.peer().call(factory());

  @AfterEach
  void close() {
    dana.close();
  }

  private static String factory() {
    return NODE.config().uri("conference");
  }

  private String makesAConference() {
    SipMessage answer = dana.invites(call, factory(), "application/sdp", OFFER.text());
    assertThat(answer.status()).isEqualTo(200);
    return answer.header("Contact");
  }

  private List<String> fragments() {
    return dana.peer().arrivals(m -> m.method().equals("NOTIFY")).stream()
        .filter(a -> a.message().header("Event").startsWith("refer"))
        .map(a -> a.message().body().strip())
        .toList();
  }

  private static String shown(String contact) {
    String key = contact.replaceAll("(?s).*sip:c-([a-z0-9]+)@.*", "$1");
    return Management.of(NODE.process()).get("/confocal/conferences/" + key).body();
  }

  private Baresip phone(String name, int tone) {
    return Baresip.start(directory, Baresip.Account.direct(name, tone));
  }

  @Test
  void aConferenceIsBuiltByReferAloneAndItsPhonesHearEachOther() {
    String contact = makesAConference();
    assertThat(contact).contains("isfocus");
    dana.peer().agreeingTo(m -> m.method().equals("NOTIFY"));
    try (Baresip mei = phone("mei", ToneMap.TONES_HZ.get(0));
        Baresip ravi = phone("ravi", ToneMap.TONES_HZ.get(1))) {
      SipMessage first = dana.refers(call, "<" + mei.uri() + ">");
      SipMessage second = dana.refers(call, "<" + ravi.uri() + ">");
      mei.awaitCall();
      ravi.awaitCall();
      eventually(
          "both reports",
          SOON,
          () -> fragments().stream().filter("SIP/2.0 200 OK"::equals).count() == 2);

      Eventually.pass(Duration.ofSeconds(3));

      assertThat(List.of(first.status(), second.status())).containsExactly(200, 200);
      assertThat(fragments()).contains("SIP/2.0 100 Trying");
      assertThat(shown(contact)).contains("mei").contains("ravi").contains("dana");
      SipMessage removed = dana.refers(call, "<" + mei.uri() + ";method=BYE>");
      assertThat(removed.status()).isEqualTo(200);
      assertThat(mei.awaitEnd(SOON)).isNotEmpty();
      ravi.hangUp();
      ToneMap map = ToneMap.standard();
      assertThat(map.loudest(mei.heard()).heard()).contains(ToneMap.TONES_HZ.get(1));
      assertThat(map.loudest(ravi.heard()).heard()).contains(ToneMap.TONES_HZ.get(0));
    } finally {
      dana.ends(call);
    }
  }

  @Test
  void whyNobodyCameIsToldInTheWordsOfThePhone() {
    makesAConference();
    dana.peer().agreeingTo(m -> m.method().equals("NOTIFY"));
    try (SipPeer busy = SipPeer.udp("busy", NODE.sip())) {
      dana.refers(call, "<sip:busy@" + busy.hostPort() + ">");
      SipMessage invite = busy.await("the call", SOON, m -> m.method().equals("INVITE"));
      busy.answer(invite, 486, "");

      eventually("the report", SOON, () -> fragments().stream().anyMatch(f -> f.contains(" 486 ")));

      assertThat(invite.header("Referred-By")).isEqualTo("<" + dana.uri() + ">");
      String last =
          dana.peer().arrivals(m -> m.header("Event").startsWith("refer")).stream()
              .map(a -> a.message().header("Subscription-State"))
              .collect(Collectors.joining(" "));
      assertThat(last).endsWith("terminated;reason=noresource");
    } finally {
      dana.ends(call);
    }
  }

  @Test
  void whoeverWantsNoReportsGetsNone() {
    makesAConference();
    try (SipPeer busy = SipPeer.udp("busy", NODE.sip())) {
      SipMessage answer =
          dana.refers(call, "<sip:busy@" + busy.hostPort() + ">", "Refer-Sub", "false");
      SipMessage invite = busy.await("the call", SOON, m -> m.method().equals("INVITE"));
      busy.answer(invite, 486, "");
      busy.await("the ACK", SOON, m -> m.method().equals("ACK"));

      assertThat(answer.header("Refer-Sub")).isEqualTo("false");
      assertThat(fragments()).isEmpty();
    } finally {
      dana.ends(call);
    }
  }

  @Test
  void anAttendeeIsRefusedAndSoIsAStranger() {
    String conference = makesAConference().replaceAll(".*<(.*)>.*", "$1");
    try (C3pUser ravi = C3pUser.on(NODE, "ravi");
        SipPeer stranger = SipPeer.udp("stranger", NODE.sip())) {
      SipCall his = ravi.peer().call(conference);
      assertThat(ravi.invites(his, conference, "application/sdp", OFFER.text()).status())
          .isEqualTo(200);

      assertThat(ravi.refers(his, "<sip:mei@example.test>").status()).isEqualTo(403);
      assertThat(ravi.refers(his, "<" + dana.uri() + ";method=BYE>").status()).isEqualTo(403);
      assertThat(ravi.refers(his, "<sip:mei@example.test;method=INFO>").status()).isEqualTo(488);
      SipOutgoing outside =
          stranger.call(conference).request("REFER").header("Refer-To", "<sip:mei@example.test>");
      assertThat(outside.send().answer().status()).isEqualTo(401);
    } finally {
      dana.ends(call);
    }
  }

  @Test
  void theFactoryIsForKnownUsersOnly() {
    try (SipPeer stranger = SipPeer.udp("stranger", NODE.sip())) {
      SipMessage answer = stranger.call(factory()).invite(OFFER.text()).send().expect(401);

      assertThat(answer.header("WWW-Authenticate")).contains("Digest");
    }
  }

  @Test
  void oneUserIsAddedAndRemovedFromOutsideOfAnyDialog() {
    String conference = makesAConference().replaceAll(".*<(.*)>.*", "$1");
    dana.peer().agreeingTo(m -> m.method().equals("NOTIFY"));
    try (Baresip mei = phone("mei", ToneMap.TONES_HZ.get(0))) {
      SipMessage answer =
          dana.proven(
              () ->
                  dana.peer()
                      .call(conference)
                      .request("REFER")
                      .header("Refer-To", "<" + mei.uri() + ">"),
              "REFER",
              conference);
      mei.awaitCall();

      assertThat(answer.status()).isEqualTo(200);
      eventually("the report", SOON, () -> fragments().contains("SIP/2.0 200 OK"));
    } finally {
      dana.ends(call);
    }
  }
}
