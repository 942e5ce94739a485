package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.Sipe;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A conference as clients of the OCS generation hold it: scheduled, joined, watched, chatted in,
 * steered and left in the messages of a pidgin-sipe. It answers BYE and MESSAGE, never INFO or
 * BENOTIFY.
 */
class OcsConferenceIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final String C3P = "application/cccp+xml";
  private static final String SDP =
      "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=message 5060 sip null\r\na=accept-types:text/plain text/html image/gif "
          + "application/im-iscomposing+xml application/ms-imdn+xml text/x-msmsgsinvite\r\n";
  private static final List<String> WATCH =
      List.of(
          "Event: conference",
          "Accept: application/conference-info+xml",
          "Supported: com.microsoft.autoextend",
          "Supported: ms-benotify",
          "Proxy-Require: ms-benotify",
          "Supported: ms-piggyback-first-notify");
  private static final Set<String> ANSWERED = Set.of("BYE", "MESSAGE");

  /** A dialog that the client has made. */
  private record Dialog(Sipe client, String callId, String to, String tag, String target) {
    /** Sends a request in this dialog; its final answer. */
    SipMessage sends(String method, int cseq, String type, String body) {
      client.peer().send(text(method, cseq, type, body));
      return answer(method, cseq);
    }

    void acknowledges() {
      client.peer().send(text("ACK", 1, "", ""));
    }

    private String text(String method, int cseq, String type, String body) {
      return client.request(
          method, target, new Sipe.Place(callId, to, tag, cseq), List.of(), type, body);
    }

    private SipMessage answer(String method, int cseq) {
      return client
          .peer()
          .await(
              "the answer to " + cseq + " " + method,
              SipPeer.SOON,
              m ->
                  !m.isRequest()
                      && m.status() >= 200
                      && m.header("Call-ID").equals(callId)
                      && m.header("CSeq").equals(cseq + " " + method));
    }
  }

  private final Sipe sid = Sipe.connected("sid", NODE.sip());
  private final Sipe tess = Sipe.connected("tess", NODE.sip());
  private final Sipe uma = Sipe.connected("uma", NODE.sip());
  private final String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
  private final String conference = sid.uri() + ";gruu;opaque=app:conf:focus:id:" + id;
  private int requests;

  @BeforeAll
  static void theyAreUsers() {
    for (String name : List.of("sid", "tess", "uma")) {
      var added = NODE.process().cliReading(Sipe.PASSWORD, "user", "add", name, "--password-stdin");
      assertThat(added.exitCode()).as(added.output()).isZero();
    }
  }

  @BeforeEach
  void theySignIn() {
    for (Sipe client : List.of(sid, tess, uma)) {
      client.peer().agreeingTo(m -> ANSWERED.contains(m.method()));
      client.signIn();
    }
  }

  @AfterEach
  void close() {
    List.of(sid, tess, uma).forEach(Sipe::close);
  }

  private static String newCall() {
    return UUID.randomUUID().toString();
  }

  private String c3p(Sipe from, String to, String command) {
    return """
        <request xmlns="urn:ietf:params:xml:ns:cccp" \
        xmlns:mscp="http://schemas.microsoft.com/rtc/2005/08/cccpextensions" C3PVersion="1" \
        to="%s" from="%s" requestId="%d">%s</request>"""
        .formatted(to, from.uri(), requests++, command);
  }

  private SipMessage schedules(String admission) {
    String factory = sid.uri() + ";gruu;opaque=app:conf:focusfactory";
    String call = newCall();
    String body =
        c3p(
            sid,
            factory,
            """
            <addConference><ci:conference-info xmlns:ci="urn:ietf:params:xml:ns:conference-info" \
            entity="" xmlns:msci="http://schemas.microsoft.com/rtc/2005/08/confinfoextensions">\
            <ci:conference-description><ci:subject/><msci:conference-id>%s</msci:conference-id>\
            <msci:expiry-time>2036-11-20T19:00:00Z</msci:expiry-time><msci:admission-policy>%s\
            </msci:admission-policy></ci:conference-description><msci:conference-view>\
            <msci:entity-view entity="chat"/><msci:entity-view entity="audio-video"/>\
            </msci:conference-view></ci:conference-info></addConference>"""
                .formatted(id, admission));
    sid.peer().send(sid.request("SERVICE", factory, call, "", C3P, body));
    return sid.answer(call, 200);
  }

  private SipMessage asks(Sipe client, String uri, String type, String body) {
    String call = newCall();
    client.peer().send(client.request("INVITE", uri, call, "", type, body));
    return client
        .peer()
        .await(
            "the answer of " + uri,
            SipPeer.SOON,
            m -> !m.isRequest() && m.status() >= 200 && m.header("Call-ID").equals(call));
  }

  private String addUser(Sipe client, String uri) {
    return c3p(
        client,
        uri,
        """
        <addUser><conferenceKeys confEntity="%s"/><ci:user \
        xmlns:ci="urn:ietf:params:xml:ns:conference-info" entity="%s"><ci:roles>\
        <ci:entry>attendee</ci:entry></ci:roles><ci:endpoint \
        entity="{2337A5B1-BB6A-6757-68BB-B3727AAB331B}" \
        xmlns:msci="http://schemas.microsoft.com/rtc/2005/08/confinfoextensions"/></ci:user>\
        </addUser>"""
            .formatted(uri, client.uri()));
  }

  private Dialog established(Sipe client, String uri, SipMessage ok) {
    assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
    Dialog dialog = new Dialog(client, ok.header("Call-ID"), uri, ok.toTag(), ok.uriIn("Contact"));
    dialog.acknowledges();
    return dialog;
  }

  private Dialog joins(Sipe client) {
    SipMessage ok = asks(client, conference, C3P, addUser(client, conference));
    Dialog dialog = established(client, conference, ok);
    assertThat(ok.body()).contains("code=\"success\"").contains("entity=\"" + client.uri() + "\"");
    assertThat(ok.header("Contact")).endsWith(";isfocus");
    assertThat(ok.find("Session-Expires")).isEmpty();
    return dialog;
  }

  private SipMessage watches(Sipe client, String... more) {
    String call = newCall();
    List<String> headers = Stream.concat(WATCH.stream(), Stream.of(more)).toList();
    client
        .peer()
        .send(
            client.request(
                "SUBSCRIBE", conference, new Sipe.Place(call, conference, "", 1), headers, "", ""));
    return client.answer(call, 200);
  }

  private Dialog chats(Sipe client) {
    String chat = conference.replace(":focus:", ":chat:");
    return established(client, chat, asks(client, chat, "application/sdp", SDP));
  }

  private String order(Sipe client, String command) {
    return c3p(client, conference, command);
  }

  private static boolean isTold(Sipe client, String text) {
    return client.peer().arrivals(m -> m.method().equals("BENOTIFY")).stream()
        .anyMatch(a -> a.message().body().contains(text));
  }

  @Test
  void theWholeConferenceInItsOwnWords() {
    assertThat(schedules("openAuthenticated").body())
        .contains("code=\"success\"")
        .contains("entity=\"" + conference + "\"");
    Dialog sids = joins(sid);
    SipMessage watched = watches(sid);
    assertThat(watched.header("Event")).isEqualTo("conference");
    assertThat(watched.header("subscription-state")).startsWith("active;expires=");
    assertThat(watched.header("ms-piggyback-cseq")).matches("[0-9]+");
    assertThat(watched.body())
        .contains("<uri>" + conference.replace(":focus:", ":chat:") + "</uri>");
    Dialog sidsChat = chats(sid);

    Dialog tesss = joins(tess);
    watches(tess);
    Dialog tesssChat = chats(tess);
    eventually("sid sees tess", SipPeer.SOON, () -> isTold(sid, tess.uri()));

    assertThat(
            sidsChat
                .sends("MESSAGE", 2, "text/plain; charset=UTF-8;msgr=WAAtAE0A", "hello")
                .status())
        .isEqualTo(200);
    SipMessage heard = tess.asked(tesssChat.callId(), "MESSAGE");
    assertThat(heard.body()).isEqualTo("hello");
    assertThat(heard.header("Ms-Sender")).isEqualTo("<" + sid.uri() + ">");
    assertThat(heard.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8;msgr=WAAtAE0A");
    assertThat(tesssChat.sends("MESSAGE", 2, "text/plain; charset=UTF-8", "hi").status())
        .isEqualTo(200);
    assertThat(sid.asked(sidsChat.callId(), "MESSAGE").header("Ms-Sender"))
        .isEqualTo("<" + tess.uri() + ">");

    String keys = "<conferenceKeys confEntity=\"" + conference + "\"/>";
    assertThat(
            sids.sends(
                    "INFO",
                    2,
                    C3P,
                    order(
                        sid,
                        "<modifyConferenceLock>"
                            + keys
                            + "<locked>true</locked></modifyConferenceLock>"))
                .body())
        .contains("code=\"success\"");
    SipMessage locked = asks(uma, conference, C3P, addUser(uma, conference));
    assertThat(locked.status()).isEqualTo(403);
    assertThat(locked.header("ms-diagnostics")).startsWith("3014;reason=\"");
    assertThat(
            tesss
                .sends(
                    "INFO",
                    2,
                    C3P,
                    order(
                        tess,
                        "<modifyConferenceLock>"
                            + keys
                            + "<locked>false</locked></modifyConferenceLock>"))
                .body())
        .contains("reason=\"unauthorized\"");

    String user =
        "<userKeys confEntity=\"%s\" userEntity=\"%s\"/>".formatted(conference, tess.uri());
    String leader =
        "<modifyUserRoles>"
            + user
            + "<user-roles xmlns=\"urn:ietf:params:xml:ns:conference-info\"><entry>presenter</entry></user-roles></modifyUserRoles>";
    assertThat(sids.sends("INFO", 3, C3P, order(sid, leader)).body()).contains("code=\"success\"");
    eventually("tess is told of her role", SipPeer.SOON, () -> isTold(tess, "presenter"));
    sids.sends("INFO", 4, C3P, order(sid, "<deleteUser>" + user + "</deleteUser>"));
    tess.asked(tesssChat.callId(), "BYE");
    tess.asked(tesss.callId(), "BYE");

    SipMessage over = watches(sid, "Expires: 0");
    assertThat(over.status()).isEqualTo(200);
    assertThat(sids.sends("BYE", 5, "", "").status()).isEqualTo(200);
    assertThat(sidsChat.sends("BYE", 3, "", "").status()).isIn(200, 481);
  }

  @Test
  void aConferenceThatIsNotThereIsToldWithItsDiagnostics() {
    SipMessage refused = asks(sid, conference, C3P, addUser(sid, conference));

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.header("ms-diagnostics")).startsWith("3012;reason=\"");
  }
}
