package org.confocal.it.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.jspecify.annotations.Nullable;

/** Steers a conference of C3P clients over TCP, who come and go, speak and write. */
public final class Chair extends Witness {
  private static final int GUESTS = 3;
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final class Guest {
    final C3pUser user;
    @Nullable FocusDialog control;
    @Nullable SipCall chat;
    @Nullable SipCall audio;
    @Nullable Roster roster;
    boolean presenter;
    boolean muted;

    Guest(C3pUser user) {
      this.user = user;
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
      roster = null;
    }
  }

  /** How much of a guest is not known since an order about him was not answered. */
  private enum Unsure {
    NOTHING,
    LOCK,
    /** He is in, but how is not known. */
    STATE,
    AUDIO,
    CHAT,
    /** Whether he is in. */
    ALL
  }

  private final OneNode node;
  private final C3pUser user;
  private final String conference;
  private final List<Guest> guests = new ArrayList<>();
  private FocusDialog control;
  private Roster roster;
  private boolean locked;
  private Unsure unsure = Unsure.NOTHING;
  private @Nullable Guest who;
  private int lines;

  public Chair(OneNode node, Random random, Fuse fuse) {
    super(random, fuse);
    this.node = node;
    this.user = C3pUser.on(node, "dana");
    this.conference = user.schedules("%016X".formatted(random.nextLong()), "");
    this.control = user.joins(conference);
    this.roster = control.watches(true);
    for (int i = 0; i < GUESTS; i++) {
      guests.add(new Guest(C3pUser.on(node, "g" + i)));
    }
  }

  @Override
  void acts() {
    Guest guest = guests.get(random.nextInt(GUESTS));
    who = guest;
    if (guest.control == null) {
      comes(guest);
      return;
    }
    switch (random.nextInt(9)) {
      case 0 -> goes(guest);
      case 1 -> locks();
      case 2 -> changesRole(guest);
      case 3 -> speaksOrStops(guest);
      case 4 -> chatsOrStops(guest);
      case 5 -> watches(guest);
      case 6 -> says(guest);
      default -> mutes(guest);
    }
  }

  private boolean done(String what, Unsure otherwise, Runnable order) {
    boolean answered = done(what, order);
    if (!answered) {
      unsure = otherwise;
    }
    return answered;
  }

  private void comes(Guest g) {
    if (locked) {
      locks();
      return;
    }
    FocusDialog[] joined = new FocusDialog[1];
    if (done("join", Unsure.ALL, () -> joined[0] = g.user.joins(conference))) {
      g.control = joined[0];
      g.presenter = joined[0].role().equals("presenter");
    }
  }

  private void goes(Guest g) {
    boolean itself = random.nextBoolean();
    Runnable order =
        itself
            ? () -> assertThat(g.inControl().leaves().status()).isEqualTo(200)
            : () -> succeeds(control.deleteUser(g.user.uri()));
    if (done(itself ? "leave" : "deleteUser", Unsure.ALL, order)) {
      g.forgets();
    }
  }

  private void locks() {
    if (done("lock", Unsure.LOCK, () -> succeeds(control.setLock(!locked)))) {
      locked = !locked;
    }
  }

  private void changesRole(Guest g) {
    String role = g.presenter ? "attendee" : "presenter";
    if (done("role", Unsure.STATE, () -> succeeds(control.setRole(g.user.uri(), role)))) {
      g.presenter = !g.presenter;
    }
  }

  private void speaksOrStops(Guest g) {
    SipCall[] call = {g.audio};
    boolean stops = g.audio != null;
    Runnable order =
        stops
            ? () -> assertThat(g.user.ends(call[0]).status()).isEqualTo(200)
            : () -> call[0] = g.user.speaks(conference, Sdp.audio(40_000).direction("sendrecv"));
    if (done(stops ? "audio ends" : "audio", Unsure.AUDIO, order)) {
      g.audio = stops ? null : call[0];
    }
  }

  private void chatsOrStops(Guest g) {
    SipCall[] call = {g.chat};
    boolean stops = g.chat != null;
    Runnable order =
        stops
            ? () -> assertThat(g.user.ends(call[0]).status()).isEqualTo(200)
            : () -> call[0] = g.user.chats(conference);
    if (done(stops ? "chat ends" : "chat", Unsure.CHAT, order)) {
      g.chat = stops ? null : call[0];
    }
  }

  private void watches(Guest g) {
    if (g.roster == null) {
      Roster[] made = new Roster[1];
      boolean old = random.nextBoolean();
      if (done("subscribe", Unsure.NOTHING, () -> made[0] = g.inControl().watches(old))) {
        g.roster = made[0];
      }
    }
  }

  private void says(Guest g) {
    SipCall chat = g.chat;
    if (chat != null) {
      String line = "line " + ++lines;
      done(
          "line",
          Unsure.NOTHING,
          () -> assertThat(g.user.says(chat, line).status()).isIn(200, 202));
    }
  }

  private void mutes(Guest g) {
    SipCall audio = g.audio;
    if (audio != null) {
      String endpoint = g.user.endpointOf(audio);
      String order = control.mute(g.user.uri(), endpoint, !g.muted);
      if (done("mute", Unsure.STATE, () -> succeeds(order))) {
        g.muted = !g.muted;
      }
    }
  }

  private void succeeds(String order) {
    assertThat(control.outcome(order)).isEqualTo("success");
  }

  /** Everybody has lost his connection and comes back by another in all his dialogs. */
  @Override
  public void resumes() {
    user.reconnects(node);
    control = control.moved();
    for (Guest g : guests) {
      g.user.reconnects(node);
      if (g.control != null) {
        g.control = g.control.moved();
      }
      moved(g, g.chat);
      moved(g, g.audio);
    }
  }

  private static void moved(Guest g, @Nullable SipCall call) {
    if (call != null) {
      call.movedTo(g.user.peer());
    }
  }

  @Override
  public void verifies(String about) {
    alive(about + ", chair", user, control.call());
    resumed(about + ", roster of the chair", roster);
    for (Guest g : guests) {
      boolean his = g == who;
      if (g.control == null || (his && unsure == Unsure.ALL)) {
        continue;
      }
      String of = about + ", " + g.user.name();
      alive(of, g.user, g.control.call());
      if (g.audio != null && !(his && unsure == Unsure.AUDIO)) {
        alive(of + ", audio", g.user, g.audio);
      }
      if (g.chat != null && !(his && unsure == Unsure.CHAT)) {
        alive(of + ", chat", g.user, g.chat);
      }
      if (g.roster != null) {
        resumed(of + ", roster", g.roster);
      }
    }
    compares(about);
  }

  private static void alive(String about, C3pUser user, SipCall call) {
    assertThat(user.updates(call).status()).as("%s: UPDATE in %s", about, call).isEqualTo(200);
  }

  /** The same dialog brings a whole document with a higher version. */
  private static void resumed(String about, Roster roster) {
    long before = roster.version();
    roster.resumes();
    Eventually.eventually(about + " goes on", SOON, () -> roster.read().version() > before);
    List<org.confocal.it.c3p.Xml> all = roster.documents();
    assertThat(all.get(all.size() - 1).attr("state")).as(about).isNotEqualTo("deleted");
  }

  private void compares(String about) {
    Map<String, String> expected = new TreeMap<>();
    expected.put(user.uri(), "presenter: [connected[]]");
    guests.stream()
        .filter(g -> g.control != null)
        .forEach(g -> expected.put(g.user.uri(), g.summary()));
    Guest guest = who;
    try {
      Eventually.eventually(about, SOON, () -> told(guest).equals(without(expected, guest)));
    } catch (AssertionError e) {
      assertThat(told(guest)).as(about + ", roster").isEqualTo(without(expected, guest));
    }
    if (guest != null && guest.control != null && unsure != Unsure.ALL) {
      assertThat(roster.users()).as(about).containsKey(guest.user.uri());
    }
    if (unsure != Unsure.LOCK) {
      assertThat(roster.locks().containsValue("true")).as(about + ", lock").isEqualTo(locked);
    }
  }

  private Map<String, String> told(@Nullable Guest guest) {
    return without(roster.read().users(), guest);
  }

  private Map<String, String> without(Map<String, String> users, @Nullable Guest guest) {
    Map<String, String> others = new TreeMap<>(users);
    if (guest != null && unsure != Unsure.NOTHING && unsure != Unsure.LOCK) {
      others.remove(guest.user.uri());
    }
    return others;
  }

  @Override
  public void ends(String about) {
    for (Guest g : guests) {
      if (g.control != null && !(g == who && unsure == Unsure.ALL)) {
        assertThat(g.control.leaves().status())
            .as("%s, BYE of %s", about, g.user.name())
            .isEqualTo(200);
      }
      g.user.close();
    }
    assertThat(control.leaves().status()).as("%s, BYE of the chair", about).isEqualTo(200);
    user.close();
  }
}
