package org.confocal.it.c3p;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;

/**
 * What a subscriber knows of a conference by its notifications alone: RFC 4575 sections 4.6 and 5.
 * A document that does not follow the last one is not applied, and the subscriber asks for the
 * whole again.
 */
public final class Roster {
  private final C3pUser user;
  private final String conference;
  private final boolean microsoft;
  private final SipCall call;
  private final Map<String, Xml> users = new TreeMap<>();
  private final List<Xml> documents = new ArrayList<>();
  private final Map<String, String> views = new HashMap<>();
  private long version = -1;
  private int seen;
  private int gaps;
  private boolean over;

  /** What becomes of a notification on its way. */
  public enum Fate {
    ARRIVES,
    LOST,
    /** Arrives behind the next one that arrives in time; several of them last one first. */
    LATE
  }

  private final Deque<SipMessage> late = new ArrayDeque<>();
  private Function<SipMessage, Fate> fate = m -> Fate.ARRIVES;

  private Roster(C3pUser user, String conference, boolean microsoft) {
    this.user = user;
    this.conference = conference;
    this.microsoft = microsoft;
    this.call = user.peer().call(conference);
  }

  static Roster of(C3pUser user, String conference, boolean microsoft) {
    Roster roster = new Roster(user, conference, microsoft);
    SipMessage answer = roster.subscribe(3600);
    if (answer.status() / 100 != 2) {
      throw new AssertionError(answer);
    }
    return roster;
  }

  /** The final answer to a SUBSCRIBE in this dialog. */
  public SipMessage subscribe(int expires) {
    SipMessage answer = user.proven(() -> request(expires), "SUBSCRIBE", conference);
    if (answer.status() / 100 == 2 && call.remoteTag().isEmpty()) {
      call.established(answer);
    }
    if (answer.status() / 100 == 2 && !answer.body().isEmpty()) {
      apply(Xml.parse(answer.body()));
    }
    return answer;
  }

  private SipOutgoing request(int expires) {
    SipOutgoing request =
        user.inDialog(call, "SUBSCRIBE")
            .header("Event", "conference")
            .header("Accept", "application/conference-info+xml")
            .header("Expires", Integer.toString(expires));
    return microsoft
        ? request
            .header("Supported", "com.microsoft.autoextend, ms-benotify, ms-piggyback-first-notify")
            .header("Proxy-Require", "ms-benotify")
        : request;
  }

  /** From now on the way to here does this to notifications with a document. */
  public Roster through(Function<SipMessage, Fate> network) {
    fate = network;
    return this;
  }

  /** Goes on over the user's present connection: asks for the whole by a refresh. */
  public void resumes() {
    call.movedTo(user.peer());
    seen = 0;
    asksForTheWhole();
  }

  /** Takes in all notifications that have come. */
  public Roster read() {
    List<SipPeer.Arrival> all = notifications();
    for (SipPeer.Arrival arrival : all.subList(seen, all.size())) {
      SipMessage message = arrival.message();
      over |= message.header("Subscription-State").startsWith("terminated");
      if (!message.body().isEmpty()) {
        comes(message);
      }
    }
    seen = all.size();
    return this;
  }

  private void comes(SipMessage message) {
    switch (fate.apply(message)) {
      case LOST -> {}
      case LATE -> late.push(message);
      case ARRIVES -> {
        apply(Xml.parse(message.body()));
        while (!late.isEmpty()) {
          apply(Xml.parse(late.pop().body()));
        }
      }
    }
  }

  /** All NOTIFYs and BENOTIFYs of this subscription, as they came. */
  public List<SipPeer.Arrival> notifications() {
    return user.peer()
        .arrivals(
            m ->
                m.isRequest()
                    && m.method().endsWith("NOTIFY")
                    && m.header("Call-ID").equals(call.callId()));
  }

  private void apply(Xml document) {
    long next = Long.parseLong(document.attr("version"));
    boolean full = !document.attr("state").equals("partial");
    if (next <= version) {
      return;
    }
    if (!full && (version < 0 || next > version + 1)) {
      gaps++;
      asksForTheWhole();
      return;
    }
    version = next;
    documents.add(document);
    if (full) {
      users.clear();
    }
    for (Xml u : document.all("users/user")) {
      if (u.attr("state").equals("deleted")) {
        users.remove(u.attr("entity"));
      } else {
        users.put(u.attr("entity"), u);
      }
    }
    for (Xml view : document.all("conference-view/entity-view")) {
      views.put(view.attr("entity"), view.textOf("entity-state/locked"));
    }
  }

  /** A client of OCS gets it in the answer, others by a notification. */
  private void asksForTheWhole() {
    if (subscribe(3600).status() / 100 != 2) {
      throw new AssertionError("the subscription is gone");
    }
  }

  /** Known participants: entity to {@code role: endpoint endpoint ...}, comparable as text. */
  public Map<String, String> users() {
    Map<String, String> told = new TreeMap<>();
    users.forEach((entity, u) -> told.put(entity, summary(u)));
    return told;
  }

  /** One participant in comparable form. */
  public static String summary(Xml user) {
    List<String> endpoints =
        user.all("endpoint").stream()
            .map(
                e ->
                    e.textOf("status")
                        + e.all("media").stream()
                            .map(
                                m ->
                                    "/"
                                        + m.textOf("type").replace("chat", "message")
                                        + ":"
                                        + m.textOf("status"))
                            .toList())
            .sorted()
            .toList();
    return user.textOf("roles/entry") + ": " + endpoints;
  }

  /** How many participants there are, by the last document that said so. */
  public int count() {
    int count = 0;
    for (Xml document : documents) {
      String told = document.textOf("conference-state/user-count");
      count = told.isEmpty() ? count : Integer.parseInt(told);
    }
    return count;
  }

  /** The whole element of a participant. */
  public Xml user(String entity) {
    Xml known = users.get(entity);
    if (known == null) {
      throw new AssertionError(entity + " is not known among " + users.keySet());
    }
    return known;
  }

  /** The id of a participant's endpoint at that MCU. */
  public String endpoint(String entity, String session) {
    return user(entity).all("endpoint").stream()
        .filter(e -> e.attr("session-type").equals(session))
        .map(e -> e.attr("entity"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + session + " in " + summary(user(entity))));
  }

  public Map<String, String> locks() {
    return Map.copyOf(views);
  }

  public List<Xml> documents() {
    return List.copyOf(documents);
  }

  public long version() {
    return version;
  }

  /** How often a document was missing. */
  public int gaps() {
    return gaps;
  }

  /** The server has ended the subscription. */
  public boolean over() {
    return over;
  }
}
