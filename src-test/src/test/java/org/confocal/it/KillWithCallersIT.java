package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.kit.Sipp;
import org.confocal.it.tone.ToneMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node with twenty callers in three conferences ends, by {@code kill -9} or to be kept, and
 * starts again: nobody redials, everybody is heard, and who has gone meanwhile leaves.
 */
class KillWithCallersIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.domain", C3pUser.DOMAIN)
              .with("confocal.engine.focus.probe-after", "2s")
              .with("confocal.sip.stack.t1", "50ms")); // who is gone is known after 3 s, not 32

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration STAY = Duration.ofSeconds(20);
  private static final Duration SIPP_ENDS = Duration.ofSeconds(60);
  private static final int SIPPS = 4;

  /** What the old node has sent is read by then. */
  private static final long LAST_ONES_NS = 20_000_000;

  private static final Pattern OWN_INVITE = Pattern.compile("(?m)^INVITE sip:");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final List<AutoCloseable> all = new ArrayList<>();
  private final List<RtpClient> talkers = new ArrayList<>();
  private final List<Baresip> phones = new ArrayList<>();
  private final List<SipCall> overTcp = new ArrayList<>();
  private C3pUser dana;
  private C3pUser mei;
  private FocusDialog danaControls;
  private FocusDialog meiControls;
  private Roster plain;
  private Roster old;
  private Roster meis;
  private String dialled;
  private RtpClient vanishing;
  private @Nullable SipPeer silent;
  private long endedNs;

  /** The conference of C3P: dana over TCP who watches twice, mei over UDP who watches too. */
  @BeforeEach
  void danaAndMeiAreInAConference() {
    dana = keep(C3pUser.on(NODE, "dana"));
    mei = keep(C3pUser.overUdp(NODE, "mei"));
    String conference = dana.schedules("%016X".formatted(System.nanoTime()), "anonymous", "");
    danaControls = dana.joins(conference);
    plain = danaControls.watches(false);
    old = danaControls.watches(true);
    meiControls = mei.joins(conference);
    meis = meiControls.watches(false);
    String number = old.documents().get(0).textOf("conference-description/pstn-access/id");
    dialled = NODE.config().uri(number) + ";conf-key=" + dana.key(conference);
    vanishing = keep(RtpClient.open("vera", ToneMap.TONES_HZ.get(4), G711.PCMU));
    assertThat(vanishing.call(dialled).status()).isEqualTo(200);
  }

  @Test
  void twentyCallersGoOnAfterAKill() throws Exception {
    String room = NODE.room();
    String other = NODE.room();
    talk(dialled, 2);
    talk(room, 3);
    talk(other, 2);
    ring(room, "ben", "udp");
    ring(other, "eve", "udp");
    ring(other, "tom", "tcp");
    SipPeer sid = keep(SipPeer.udp("sid", NODE.sip()));
    silent = sid;
    SipCall gone = sid.call(room);
    gone.join(Sdp.audio(40_000).text());
    for (int i = 0; i < 2; i++) {
      SipCall call = keep(SipPeer.tcp("tcp" + i, NODE.sip())).call(room);
      call.join(Sdp.audio(40_000).text());
      overTcp.add(call);
    }
    Sipp sipp = keep(sippsIn(other));
    eventually("all of sipp", SOON, () -> sipps(other) == SIPPS);
    long invites = invitesOfPhones();
    Eventually.pass(Duration.ofSeconds(2));

    NODE.restart(ConfocalProcess::kill9, this::vanish);
    long ready = System.nanoTime();

    everybodyHears(ready);
    rostersGoOn(2 + 2);
    eventually(
        "sid is gone", SOON.plus(SOON), () -> !legs(gone.remoteTag()).contains(gone.callId()));
    connectionsComeBack();
    assertThat(invitesOfPhones()).as("INVITEs of real phones").isEqualTo(invites);
    talkers.forEach(t -> assertThat(t.requests()).noneMatch(r -> r.method().equals("INVITE")));
    everybodyLeaves();
    assertThat(sipp.allWent(SIPP_ENDS)).as(sipp.output()).isTrue();
  }

  @Test
  void whoIsKeptGoesOnAfterAStop() throws Exception {
    talk(dialled, 2);
    ring(dialled, "ben", "udp");
    long invites = invitesOfPhones();
    Eventually.pass(Duration.ofSeconds(1));

    NODE.restart(KillWithCallersIT::stopsAndKeeps, this::vanish);
    long ready = System.nanoTime();

    everybodyHears(ready);
    rostersGoOn(2 + 3);
    assertThat(invitesOfPhones()).isEqualTo(invites);
    everybodyLeaves();
  }

  private static void stopsAndKeeps(ConfocalProcess node) {
    String said = node.cliDone("stop", "--keep");
    assertThat(said).contains("conferences wait for the next start", "stopped after");
    assertThat(node.awaitExit(SOON)).isZero();
  }

  private <T extends AutoCloseable> T keep(T client) {
    all.add(client);
    return client;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable client : all) {
      client.close();
    }
  }

  private void talk(String where, int count) {
    for (int i = 0; i < count; i++) {
      int tone = ToneMap.TONES_HZ.get(i);
      RtpClient client =
          keep(RtpClient.open("rtp" + talkers.size(), tone, i == 0 ? G711.PCMA : G711.PCMU));
      assertThat(client.call(where).status()).isEqualTo(200);
      talkers.add(client);
    }
  }

  private void ring(String where, String name, String transport) {
    int tone = ToneMap.TONES_HZ.get(3);
    Baresip phone =
        keep(Baresip.start(directory, Baresip.Account.direct(name, tone).over(transport)));
    phone.call(transport.equals("tcp") ? where + ";transport=tcp" : where);
    phones.add(phone);
  }

  private Sipp sippsIn(String where) {
    return Sipp.start(
        directory,
        "stay-through-a-restart.xml",
        List.of(
            "127.0.0.1:" + NODE.config().sipPort(),
            "-aa",
            "-s",
            where.replaceAll("sip:(\\d+)@.*", "$1"),
            "-m",
            Integer.toString(SIPPS),
            "-r",
            "20",
            "-d",
            Long.toString(STAY.toMillis())));
  }

  private void vanish() {
    endedNs = System.nanoTime();
    vanishing.close();
    SipPeer too = silent;
    if (too != null) {
      too.close();
    }
  }

  private long invitesOfPhones() {
    return phones.stream().mapToLong(p -> OWN_INVITE.matcher(p.log()).results().count()).sum();
  }

  /** Call-IDs in the conference of this tag. */
  private static Set<String> legs(String tag) {
    String key = tag.replaceAll("-.*", "");
    var matcher =
        Pattern.compile("\"callId\":\"([^\"]+)\"")
            .matcher(Management.of(NODE.process()).get("/confocal/conferences/" + key).body());
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static long sipps(String where) {
    String number = where.replaceAll("sip:(\\d+)@.*", "$1");
    Management management = Management.of(NODE.process());
    var key =
        Pattern.compile("\"key\":\"([a-z2-7]{20})\"")
            .matcher(management.get("/confocal/conferences").body());
    long found = 0;
    while (key.find()) {
      String body = management.get("/confocal/conferences/" + key.group(1)).body();
      if (body.contains("\"" + number + "\"")) {
        found += Pattern.compile("\"displayName\":\"p\"").matcher(body).results().count();
      }
    }
    return found;
  }

  /** From the end of the old node to the first packet of the new one, for each leg. */
  private void everybodyHears(long readyNs) {
    List<Long> millis = new ArrayList<>();
    for (RtpClient talker : talkers) {
      eventually(
          "audio flows again", SOON, () -> talker.reception().since(readyNs).packets().size() > 25);
      List<Reception.Packet> packets = talker.reception().packets();
      assertThat(packets.stream().map(Reception.Packet::ssrc).distinct()).hasSize(1);
      long first =
          packets.stream()
              .mapToLong(Reception.Packet::arrivalNs)
              .filter(at -> at > endedNs + LAST_ONES_NS)
              .min()
              .orElseThrow();
      millis.add((first - endedNs) / 1_000_000);
      assertThat(talker.wasHungUp()).isFalse();
    }
    millis.sort(null);
    System.out.println(
        "end to first packet: legs %d, p50 %d ms, max %d ms (ready after %d ms)"
            .formatted(
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() - 1),
                (readyNs - endedNs) / 1_000_000));
  }

  /**
   * Who watches over UDP does nothing for it; who watches over TCP connects again and refreshes.
   */
  private void rostersGoOn(int people) {
    long before = meis.version();
    eventually("a document for mei", SOON, () -> meis.read().version() > before);
    Xml first =
        meis.documents().stream()
            .filter(d -> Long.parseLong(d.attr("version")) > before)
            .findFirst()
            .orElseThrow();
    assertThat(first.attr("state")).isNotEqualTo("partial");
    dana.reconnects(NODE);
    danaControls = danaControls.moved();
    assertThat(dana.updates(danaControls.call()).status()).isEqualTo(200);
    for (Roster roster : List.of(plain, old)) {
      long last = roster.version();
      roster.resumes();
      eventually("a document for dana", SOON, () -> roster.read().version() > last);
    }
    for (Roster roster : List.of(plain, old, meis)) {
      eventually("vera has left", SOON.plus(SOON), () -> roster.read().users().size() == people);
      assertThat(roster.gaps()).isZero();
    }
  }

  /** RFC 3261 section 18.4: the dialog does not hang on the connection. */
  private void connectionsComeBack() {
    for (SipCall call : overTcp) {
      call.movedTo(keep(SipPeer.tcp("again", NODE.sip())));
      assertThat(call.reinvite(Sdp.audio(40_000).text()).status()).isEqualTo(200);
    }
  }

  private void everybodyLeaves() {
    talkers.forEach(talker -> assertThat(talker.hangUp().status()).isEqualTo(200));
    for (Baresip phone : phones) {
      phone.hangUp();
      assertThat(ToneMap.standard().loudest(phone.heard().last(Duration.ofSeconds(1))).heard())
          .isNotEmpty();
    }
    overTcp.forEach(call -> assertThat(call.bye().status()).isEqualTo(200));
    assertThat(meiControls.leaves().status()).isEqualTo(200);
    assertThat(danaControls.leaves().status()).isEqualTo(200);
  }
}
