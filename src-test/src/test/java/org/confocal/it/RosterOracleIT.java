package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A subscriber that knows only its notifications holds the conference's state, whatever people do,
 * when every tenth notification is lost and every tenth comes late and out of order, and when the
 * server dies. The state is what this test has ordered, not what the server says of itself.
 */
class RosterOracleIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.domain", C3pUser.DOMAIN)
              .with("confocal.engine.focus.roster.window", "50ms")
              .with("confocal.engine.focus.return-grace", "24h"));

  private static final int PEOPLE = 50;
  private static final int LOOK_EVERY = 100;
  private static final long SEED = 20_261_122;

  /** One who comes and goes, and what others should see of him. */
  private static final class Person {
    final C3pUser user;
    @Nullable FocusDialog control;
    @Nullable SipCall chat;
    @Nullable SipCall audio;
    boolean presenter;

    /** He stays muted when he goes and comes back. */
    boolean muted;

    Person(C3pUser user) {
      this.user = user;
    }

    boolean isIn() {
      return control != null;
    }

    FocusDialog inControl() {
      return Objects.requireNonNull(control);
    }

    String summary() {
      List<String> endpoints = new ArrayList<>(List.of("connected[]"));
      if (audio != null) {
        endpoints.add("connected[/audio:" + (muted ? "recvonly" : "sendrecv") + "]");
      }
      if (chat != null) {
        endpoints.add("connected[/message:sendrecv]");
      }
      endpoints.sort(null);
      return (presenter ? "presenter" : "attendee") + ": " + endpoints;
    }

    void forgets() {
      control = null;
      chat = null;
      audio = null;
    }
  }

  private final Random random = new Random(SEED);
  private final Random losses = new Random(SEED + 1);
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<String, Integer> done = new TreeMap<>();
  private C3pUser dana;
  private FocusDialog danaControls;
  private String conference;
  private Roster plain;
  private Roster old;

  @BeforeEach
  void danaHasAConference() {
    dana = C3pUser.on(NODE, "dana");
    conference = dana.schedules("7F3A9C20B1D84E6F", "");
    danaControls = dana.joins(conference);
    plain = danaControls.watches(false);
    old = danaControls.watches(true);
    for (int i = 0; i < PEOPLE - 1; i++) {
      Person p = new Person(C3pUser.on(NODE, "p" + i));
      people.put(p.user.uri(), p);
    }
  }

  @Test
  void whatIsToldIsWhatIs() {
    run(400, List.of(250));
  }

  @Test
  @Tag("long")
  void whatIsToldIsWhatIsAfterFiveThousandActions() {
    run(5000, List.of(1500, 3500));
  }

  private void run(int actions, List<Integer> deaths) {
    for (int i = 1; i <= actions; i++) {
      plain.through(m -> fate()).read();
      old.through(m -> fate()).read();
      acts(new ArrayList<>(people.values()).get(random.nextInt(people.size())));
      if (deaths.contains(i)) {
        dies();
      }
      if (i % LOOK_EVERY == 0) {
        looks(i);
      }
    }

    System.out.println(
        "roster oracle: seed "
            + SEED
            + ", "
            + done
            + ", gaps "
            + plain.gaps()
            + " and "
            + old.gaps());
    assertThat(plain.gaps()).isPositive();
    assertThat(old.gaps()).isPositive();
    people.values().forEach(p -> p.user.close());
    dana.close();
  }

  private Roster.Fate fate() {
    Roster.Fate fate =
        switch (losses.nextInt(10)) {
          case 0 -> Roster.Fate.LOST;
          case 1 -> Roster.Fate.LATE;
          default -> Roster.Fate.ARRIVES;
        };
    count("notifications " + fate.name().toLowerCase(Locale.ROOT));
    return fate;
  }

  /** One change more arrives for certain: it tells whether something before it was lost. */
  private void looks(int actions) {
    plain.through(m -> Roster.Fate.ARRIVES);
    old.through(m -> Roster.Fate.ARRIVES);
    danaControls.outcome(danaControls.setLock(true));
    danaControls.outcome(danaControls.setLock(false));
    Map<String, String> expected = new TreeMap<>();
    expected.put(dana.uri(), "presenter: [connected[]]");
    people.values().stream()
        .filter(Person::isIn)
        .forEach(p -> expected.put(p.user.uri(), p.summary()));
    for (Roster roster : List.of(plain, old)) {
      try {
        eventually(
            "the truth after " + actions + " actions",
            Duration.ofSeconds(15),
            () -> roster.read().users().equals(expected));
      } catch (AssertionError e) {
        assertThat(roster.users()).as("seed %d, action %d", SEED, actions).isEqualTo(expected);
      }
    }
  }

  private void acts(Person p) {
    if (!p.isIn()) {
      count("joins");
      FocusDialog control = p.user.joins(conference);
      p.control = control;
      p.presenter = control.role().equals("presenter");
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> leaves(p);
      case 1 -> isRemoved(p);
      case 2, 3 -> changesRole(p);
      case 4 -> speaksOrStops(p);
      case 5 -> chatsOrStops(p);
      default -> isMutedOrNot(p);
    }
  }

  private void count(String what) {
    done.merge(what, 1, Integer::sum);
  }

  private void leaves(Person p) {
    count("leaves");
    assertThat(p.inControl().leaves().status()).isEqualTo(200);
    p.forgets();
  }

  private void isRemoved(Person p) {
    count("removals");
    assertThat(danaControls.outcome(danaControls.deleteUser(p.user.uri()))).isEqualTo("success");
    p.forgets();
  }

  private void changesRole(Person p) {
    count("roles");
    p.presenter = !p.presenter;
    String role = p.presenter ? "presenter" : "attendee";
    assertThat(danaControls.outcome(danaControls.setRole(p.user.uri(), role))).isEqualTo("success");
  }

  private void speaksOrStops(Person p) {
    if (p.audio == null) {
      count("audio");
      p.audio = p.user.speaks(conference, Sdp.audio(40_000).direction("sendrecv"));
    } else {
      count("audio ends");
      assertThat(bye(p, p.audio)).isEqualTo(200);
      p.audio = null;
    }
  }

  private void chatsOrStops(Person p) {
    if (p.chat == null) {
      count("chat");
      p.chat = p.user.chats(conference);
    } else {
      count("chat ends");
      assertThat(bye(p, p.chat)).isEqualTo(200);
      p.chat = null;
    }
  }

  private static int bye(Person p, SipCall call) {
    return p.user.ends(call).status();
  }

  private void isMutedOrNot(Person p) {
    if (p.audio == null) {
      return;
    }
    count("mutes");
    p.muted = !p.muted;
    String endpoint = p.user.endpointOf(p.audio);
    assertThat(danaControls.outcome(danaControls.mute(p.user.uri(), endpoint, p.muted)))
        .isEqualTo("success");
  }

  /** The server is killed and started again; everybody connects anew and goes on in his dialogs. */
  private void dies() {
    count("deaths");
    NODE.crash();
    dana.reconnects(NODE);
    danaControls = danaControls.moved();
    assertThat(dana.updates(danaControls.call()).status()).isEqualTo(200);
    plain.resumes();
    old.resumes();
    for (Person p : people.values()) {
      p.user.reconnects(NODE);
      if (p.isIn()) {
        p.control = p.inControl().moved();
        refreshes(p, p.inControl().call());
        moved(p, p.chat);
        moved(p, p.audio);
      }
    }
  }

  /** A client with a new connection says so in each of its dialogs (RFC 3311: target refresh). */
  private static void refreshes(Person p, SipCall call) {
    assertThat(p.user.updates(call).status()).isEqualTo(200);
  }

  private static void moved(Person p, @Nullable SipCall call) {
    if (call != null) {
      call.movedTo(p.user.peer());
      refreshes(p, call);
    }
  }
}
