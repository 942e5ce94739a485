package org.confocal.it.c3p;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.SipLane;
import org.confocal.it.kit.SipMessage;
import org.jspecify.annotations.Nullable;

/**
 * Many users on one connection, one request at a time, who prove at once who they are: a challenge
 * serves until the server wants another one.
 */
public final class C3pLane implements AutoCloseable {
  private final SipLane lane;
  private final String password;
  private @Nullable String challenge;
  private int proofs;
  private int requests;

  /**
   * A dialog with the server.
   *
   * @param target the server's Contact
   */
  public record Dialog(String user, String uri, String callId, String toTag, String target) {}

  private C3pLane(SipLane lane, String password) {
    this.lane = lane;
    this.password = password;
  }

  /** All users on it have this password. */
  public static C3pLane to(InetSocketAddress server, String password) {
    return new C3pLane(SipLane.to(server), password);
  }

  public static String uri(String user) {
    return "sip:" + user + "@" + C3pUser.DOMAIN;
  }

  /** The URI of a conference of this organizer. */
  public static String conference(String organizer, String id) {
    return uri(organizer) + ";gruu;opaque=app:conf:focus:id:" + id;
  }

  /** A command to the own focus factory; the text of the C3P response. */
  public String orders(String user, String command) {
    String factory = uri(user) + ";gruu;opaque=app:conf:focusfactory";
    String body = body(user, factory, command);
    SipMessage answer = proven(user, "SERVICE", factory, newCall(), "application/cccp+xml", body);
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return answer.body();
  }

  /** Schedules a meeting of all media types that users may join. */
  public void schedules(String user, String id) {
    String answer =
        orders(
            user,
            """
            <addConference><ci:conference-info entity=""><ci:conference-description>\
            <ci:subject>Budget</ci:subject><msci:conference-id>%s</msci:conference-id>\
            <msci:expiry-time>%s</msci:expiry-time>\
            <msci:admission-policy>openAuthenticated</msci:admission-policy>\
            </ci:conference-description><msci:conference-view>\
            <msci:entity-view entity="chat"/><msci:entity-view entity="audio-video"/>\
            </msci:conference-view></ci:conference-info></addConference>"""
                .formatted(id, C3pUser.nextYear()));
    if (!answer.contains("code=\"success\"") || !answer.contains(id)) {
      throw new AssertionError(answer);
    }
  }

  /** Reads one meeting. */
  public void finds(String user, String id) {
    String keys = "<conferenceKeys confEntity=\"" + conference(user, id) + "\"/>";
    String answer = orders(user, "<getConference>" + keys + "</getConference>");
    if (!answer.contains("code=\"success\"") || !answer.contains("Budget")) {
      throw new AssertionError(answer);
    }
  }

  public void deletes(String user, String id) {
    String keys = "<conferenceKeys confEntity=\"" + conference(user, id) + "\"/>";
    orders(user, "<deleteConference>" + keys + "</deleteConference>");
  }

  /** Joins by {@code addUser}: INVITE, 200, ACK. */
  public Dialog joins(String user, String conference) {
    return triesToJoin(user, conference).orElseThrow(() -> new AssertionError(user + " refused"));
  }

  /** The same; empty when the server is too busy (503). */
  public Optional<Dialog> triesToJoin(String user, String conference) {
    String call = newCall();
    String command =
        """
        <addUser><conferenceKeys confEntity="%s"/><ci:user entity="%s"><ci:roles>\
        <ci:entry>attendee</ci:entry></ci:roles>\
        <ci:endpoint entity="{%s}"/></ci:user></addUser>"""
            .formatted(conference, uri(user), UUID.randomUUID());
    String body = body(user, conference, command);
    SipMessage answer = proven(user, "INVITE", conference, call, "application/cccp+xml", body);
    if (answer.status() == 503) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    Dialog dialog = new Dialog(user, conference, call, answer.toTag(), answer.uriIn("Contact"));
    int cseq = Integer.parseInt(answer.header("CSeq").replaceAll(" .*", ""));
    lane.send("ACK " + dialog.target() + " SIP/2.0", headers(dialog, "ACK", cseq), "");
    return Optional.of(dialog);
  }

  /** Watches a conference in which he is. */
  public Dialog watches(String user, String conference) {
    String call = newCall();
    SipMessage answer = proven(user, "SUBSCRIBE", conference, call, "", "");
    if (answer.status() / 100 != 2) {
      throw new AssertionError(answer);
    }
    return new Dialog(user, conference, call, answer.toTag(), answer.uriIn("Contact"));
  }

  /** BYE. */
  public void leaves(Dialog dialog) {
    SipMessage answer =
        lane.ask("BYE " + dialog.target() + " SIP/2.0", headers(dialog, "BYE", 900), "");
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
  }

  private SipMessage proven(
      String user, String method, String uri, String call, String type, String body) {
    String start = method + " " + uri + " SIP/2.0";
    String more =
        type.isEmpty()
            ? "Event: conference\r\nAccept: application/conference-info+xml\r\nExpires: 3600\r\n"
            : "Content-Type: " + type + "\r\n";
    for (int i = 1; i <= 3; i++) {
      String proof = proof(user, method, uri);
      Dialog none = new Dialog(user, uri, call, "", "");
      SipMessage answer = lane.ask(start, headers(none, method, i) + proof + more, body);
      if (answer.challenge().isEmpty()) {
        return answer;
      }
      challenge = answer.challenge().get();
      proofs = 0;
      if (method.equals("INVITE")) {
        acknowledge(start, none, i, answer);
      }
    }
    throw new AssertionError(user + " is not believed");
  }

  /**
   * The server repeats nothing over TCP: it only wants to be at rest. RFC 3261 section 17.1.1.3.
   */
  private void acknowledge(String start, Dialog dialog, int cseq, SipMessage refused) {
    Dialog tagged =
        new Dialog(dialog.user(), dialog.uri(), dialog.callId(), refused.toTag(), dialog.target());
    lane.sendAs(
        refused.header("Via"), start.replace("INVITE", "ACK"), headers(tagged, "ACK", cseq));
  }

  private String proof(String user, String method, String uri) {
    return challenge == null
        ? ""
        : "Authorization: "
            + new Digest(challenge, user, password).answer(method, uri, ++proofs)
            + "\r\n";
  }

  private String headers(Dialog dialog, String method, int cseq) {
    return """
        From: <%s>;tag=%s;epid=b34afb6ebb23
        To: <%s>%s
        Call-ID: %s
        CSeq: %d %s
        Contact: <sip:%s@%s;transport=tcp>
        """
        .formatted(
            uri(dialog.user()),
            dialog.callId().substring(0, 8),
            dialog.uri(),
            dialog.toTag().isEmpty() ? "" : ";tag=" + dialog.toTag(),
            dialog.callId(),
            cseq,
            method,
            dialog.user(),
            lane.hostPort())
        .replace("\n", "\r\n");
  }

  private String body(String user, String to, String command) {
    return C3pUser.request(uri(user), to, requests++, command);
  }

  private static String newCall() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    lane.close();
  }
}
