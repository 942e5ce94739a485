package org.confocal.it.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.OneNode;

/** Makes, changes and deletes meetings. */
public final class Scheduler extends Witness {
  /** Of a meeting: its version as it counts, its subject. */
  private record Known(String subject, int version) {}

  private final OneNode node;
  private final C3pUser user;
  private final Map<String, Known> meetings = new TreeMap<>();
  private final Map<String, String> gone = new TreeMap<>();
  private String unsure = "";
  private int made;

  public Scheduler(OneNode node, Random random, Fuse fuse) {
    super(random, fuse);
    this.node = node;
    this.user = C3pUser.on(node, "sam");
  }

  @Override
  void acts() {
    int what = random.nextInt(4);
    if (meetings.isEmpty() || what < 2) {
      makes();
      return;
    }
    String uri = meetings.keySet().stream().skip(random.nextInt(meetings.size())).findFirst().get();
    if (what == 2) {
      changes(uri);
    } else {
      deletes(uri);
    }
  }

  private void makes() {
    String id = "%016X".formatted(random.nextLong());
    unsure = user.uri() + ";gruu;opaque=app:conf:focus:id:" + id;
    if (done("make " + id, () -> user.schedules(id, ""))) {
      meetings.put(unsure, new Known("Budget", 1));
    }
  }

  private void changes(String uri) {
    Known known = java.util.Objects.requireNonNull(meetings.get(uri));
    String subject = "Plans " + ++made;
    unsure = uri;
    if (done("change " + uri, () -> succeeds(change(uri, known.version(), subject)))) {
      meetings.put(uri, new Known(subject, known.version() + 1));
    }
  }

  private Xml change(String uri, int version, String subject) {
    return user.orders(
        """
        <modifyConference><ci:conference-info entity="%s" version="%d">\
        <ci:conference-description><ci:subject>%s</ci:subject>\
        <msci:admission-policy>openAuthenticated</msci:admission-policy>\
        </ci:conference-description></ci:conference-info></modifyConference>"""
            .formatted(uri, version, subject));
  }

  private void deletes(String uri) {
    unsure = uri;
    if (done("delete " + uri, () -> succeeds(user.orders(keys("deleteConference", uri))))) {
      meetings.remove(uri);
      gone.put(uri, "conferenceDoesntExist");
    }
  }

  private static void succeeds(Xml response) {
    assertThat(response.attr("code")).isEqualTo("success");
  }

  private static String keys(String command, String uri) {
    return "<%s><conferenceKeys confEntity=\"%s\"/></%s>".formatted(command, uri, command);
  }

  @Override
  public void resumes() {
    user.reconnects(node);
  }

  @Override
  public void verifies(String about) {
    if (!doubt().isEmpty()) {
      meetings.remove(unsure);
    }
    meetings.forEach(
        (uri, known) -> {
          Xml read = user.orders(keys("getConference", uri));
          assertThat(read.textOf("getConference/conference-info/conference-description/subject"))
              .as("%s, subject of %s", about, uri)
              .isEqualTo(known.subject());
          assertThat(read.one("getConference/conference-info").attr("version"))
              .as("%s, version of %s", about, uri)
              .isEqualTo(Integer.toString(known.version()));
        });
    gone.forEach(
        (uri, reason) ->
            assertThat(user.orders(keys("getConference", uri)).one("getConference").attr("reason"))
                .as("%s, deleted %s", about, uri)
                .isEqualTo(reason));
  }

  @Override
  public void ends(String about) {
    user.close();
  }
}
