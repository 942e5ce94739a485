package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.c3p.Xml;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages to all (MS-CONFIM, RFC 3428): one conversation, one order, nothing lost in silence. */
class ChatIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.sip.domain", C3pUser.DOMAIN)
              .with("confocal.mcu.chat.most-participants", "3"));

  private static final Duration SOON = Duration.ofSeconds(5);

  private final List<C3pUser> users = new ArrayList<>();
  private C3pUser dana;
  private C3pUser ravi;
  private C3pUser mei;
  private String conference;
  private SipCall danaChats;
  private SipCall raviChats;
  private SipCall meiChats;

  @BeforeEach
  void threeChat() {
    dana = user("dana");
    ravi = user("ravi");
    mei = user("mei");
    conference = dana.schedules("7F3A9C20B1D84E6F", "");
    users.forEach(u -> u.joins(conference));
    danaChats = dana.chats(conference);
    raviChats = ravi.chats(conference);
    meiChats = mei.chats(conference);
  }

  private C3pUser user(String name) {
    C3pUser user = C3pUser.on(NODE, name);
    users.add(user);
    return user;
  }

  @AfterEach
  void allGo() {
    users.forEach(C3pUser::close);
  }

  /** The lines that came to a user, as {@code author: text}. */
  private static List<String> heard(C3pUser user) {
    return user
        .peer()
        .arrivals(
            m ->
                m.isRequest()
                    && m.method().equals("MESSAGE")
                    && m.header("Content-Type").startsWith("text/plain"))
        .stream()
        .map(SipPeer.Arrival::message)
        .map(m -> m.uriIn("Ms-Sender") + ": " + m.body())
        .toList();
  }

  private static void hears(C3pUser user, String... lines) {
    Eventually.eventually(
        user.name() + " hears " + List.of(lines), SOON, () -> heard(user).equals(List.of(lines)));
  }

  @Test
  void aLineReachesEverybodyElseWithItsAuthorAndUnchanged() {
    SipMessage answer = dana.says(danaChats, "hello conference");

    assertThat(answer.status()).isEqualTo(200);
    hears(ravi, dana.uri() + ": hello conference");
    hears(mei, dana.uri() + ": hello conference");
    SipMessage line = raviChats.awaitRequest("MESSAGE", SOON);
    assertThat(line.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(heard(dana)).isEmpty();
  }

  @Test
  void everybodyHearsTheLinesInOneOrder() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      C3pUser author = i % 2 == 0 ? dana : ravi;
      author.says(author == dana ? danaChats : raviChats, "line " + i);
      said.add(author.uri() + ": line " + i);
    }

    hears(mei, said.toArray(String[]::new));
  }

  @Test
  void whoeverIsNotInTheChatSpeaksToNobody() {
    C3pUser late = user("late");
    SipCall call = late.peer().call(conference.replace(":focus:", ":chat:"));

    SipMessage answer =
        late.proven(
            () ->
                call.request("MESSAGE")
                    .header("From", "<" + late.uri() + ">;tag=abcd")
                    .uri(conference)
                    .body("text/plain", "let me in"),
            "MESSAGE",
            conference);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(heard(dana)).isEmpty();
  }

  @Test
  void aParticipantSpeaksWithoutADialogToo() {
    SipCall call = mei.peer().call(conference);

    SipMessage answer =
        mei.proven(
            () ->
                call.request("MESSAGE")
                    .header("From", "<" + mei.uri() + ">;tag=abcd")
                    .uri(conference)
                    .body("text/plain", "by the way"),
            "MESSAGE",
            conference);

    assertThat(answer.status()).isEqualTo(200);
    hears(dana, mei.uri() + ": by the way");
    assertThat(heard(mei)).isEmpty();
  }

  @Test
  void whoeverIsTypingIsSeenAndLeavesNoLine() {
    String typing =
        "<isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\">"
            + "<state>active</state></isComposing>";

    raviChats
        .request("MESSAGE")
        .header("From", "<" + ravi.uri() + ">;tag=" + tagOf(raviChats))
        .body("application/im-iscomposing+xml", typing)
        .send()
        .expect(200);

    SipMessage seen = danaChats.awaitRequest("MESSAGE", SOON);
    assertThat(seen.body()).isEqualTo(typing);
    assertThat(seen.uriIn("Ms-Sender")).isEqualTo(ravi.uri());
  }

  private static String tagOf(SipCall call) {
    return call.request("OPTIONS", 1)
        .text()
        .replaceAll("(?s).*From: [^\\r]*;tag=([0-9a-f]+).*", "$1");
  }

  @Test
  void theSenderIsToldWhomALineDidNotReach() {
    mei.peer().agreeingTo(r -> false);
    Thread refusing = new Thread(this::meiRefuses);
    refusing.setDaemon(true);
    refusing.start();

    dana.says(danaChats, "are you there?");

    SipMessage report =
        dana.peer()
            .await(
                "a report",
                Duration.ofSeconds(15),
                m -> m.isRequest() && m.header("Content-Type").contains("ms-imdn"));
    Xml imdn = Xml.parse(report.body());
    assertThat(imdn.one("recipient").attr("uri")).isEqualTo(mei.uri());
    assertThat(imdn.textOf("recipient/status")).isEqualTo("480");
    hears(ravi, dana.uri() + ": are you there?");
  }

  private void meiRefuses() {
    mei.peer().answer(meiChats.awaitRequest("MESSAGE", SOON), 480, "");
  }

  @Test
  void theOneTooManyIsRefused() {
    C3pUser late = user("late");
    late.joins(conference);
    String mcu = conference.replace(":focus:", ":chat:");

    SipMessage answer =
        late.invites(late.peer().call(mcu), mcu, "application/sdp", C3pUser.messages());

    assertThat(answer.status()).isEqualTo(486);
  }

  @Test
  void aSecondDialogTakesThePlaceOfTheFirst() {
    SipCall second = mei.chats(conference);

    meiChats.awaitRequest("BYE", SOON);
    dana.says(danaChats, "once");
    second.awaitRequest("MESSAGE", SOON);
    hears(mei, dana.uri() + ": once");
  }

  @Test
  void theRosterShowsWhoChats() {
    FocusDialog again = dana.again(NODE).joins(conference);
    Roster roster = again.watches(true);

    assertThat(roster.endpoint(mei.uri(), "chat")).isNotEmpty();
    assertThat(roster.user(mei.uri()).all("endpoint/media/type"))
        .extracting(Xml::text)
        .containsExactly("chat");
    assertThat(mei.says(meiChats, "x").status()).isEqualTo(200);
    again.user().close();
  }
}
