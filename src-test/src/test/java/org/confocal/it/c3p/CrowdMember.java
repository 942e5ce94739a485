package org.confocal.it.c3p;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.SipMessage;

/**
 * One of a crowd: a C3P client that keeps counts in place of messages. It answers what it is asked
 * with 200; its own requests end as futures, completed by the crowd's thread.
 */
public final class CrowdMember implements CrowdWire.Taker {
  private static final Pattern VERSION = Pattern.compile("version=\"(\\d+)\"");
  private static final Pattern STATE = Pattern.compile(" state=\"(\\w+)\"");
  private static final Pattern USERS = Pattern.compile("user-count>(\\d+)<");
  private static final Pattern LINE = Pattern.compile("(\\d+) .*");
  private static final int LOOK_AT = 4096;

  private final Crowd crowd;
  private final String name;
  private final CrowdWire wire;
  private final Map<String, CompletableFuture<SipMessage>> open = new ConcurrentHashMap<>();
  private final Map<String, CrowdDialog> dialogs = new ConcurrentHashMap<>();
  private final Set<String> heard = new HashSet<>();
  private final AtomicInteger nonceCount = new AtomicInteger();
  private volatile String challenge = "";
  private volatile Notified notified = Notified.NOTHING;
  private volatile String watching = "";
  private int[] lines = new int[64];
  private volatile int lineCount;
  private final AtomicInteger repetitions = new AtomicInteger();
  private final AtomicInteger ends = new AtomicInteger();

  /**
   * What came by NOTIFY and BENOTIFY, and with the answer to a SUBSCRIBE.
   *
   * @param bytes of the messages, heads included
   * @param version of the last document
   * @param gaps partial documents that did not follow the last one
   * @param overtaken first documents before which a later, partial one came
   * @param users number of users by the last document that told it
   */
  public record Notified(
      int messages,
      int full,
      long bytes,
      int largest,
      long version,
      int gaps,
      int overtaken,
      int users) {
    static final Notified NOTHING = new Notified(0, 0, 0, 0, -1, 0, 0, 0);

    Notified and(String start, int size) {
      Matcher told = VERSION.matcher(start);
      Matcher count = USERS.matcher(start);
      Matcher state = STATE.matcher(start);
      boolean whole = !state.find() || !state.group(1).equals("partial");
      long next = told.find() ? Long.parseLong(told.group(1)) : version;
      boolean news = next > version; // the first document may be overtaken by the next one
      boolean follows = whole || version < 0 || next == version + 1;
      return new Notified(
          messages + 1,
          full + (whole ? 1 : 0),
          bytes + size,
          Math.max(largest, size),
          Math.max(next, version),
          gaps + (news && !follows ? 1 : 0),
          overtaken + (news && version < 0 && !whole ? 1 : 0),
          news && count.find() ? Integer.parseInt(count.group(1)) : users);
    }
  }

  CrowdMember(Crowd crowd, String name, CrowdWire wire) {
    this.crowd = crowd;
    this.name = name;
    this.wire = wire;
  }

  public String name() {
    return name;
  }

  public String uri() {
    return "sip:" + name + "@" + C3pUser.DOMAIN;
  }

  CrowdWire wire() {
    return wire;
  }

  public Notified notified() {
    return notified;
  }

  /** Counts from here. */
  public void forgets() {
    notified = Notified.NOTHING;
  }

  /** The numbers at the beginnings of the lines of chat that came, in their order. */
  public int[] lines() {
    return Arrays.copyOf(lines, lineCount);
  }

  public int lineCount() {
    return lineCount;
  }

  /** Requests that the server has sent again. */
  public int repetitions() {
    return repetitions.get();
  }

  /** How often the server has ended a dialog of his. */
  public int ends() {
    return ends.get();
  }

  /** Joins the conference by C3P. */
  public CompletableFuture<CrowdDialog> joins(String conference) {
    String body =
        C3pUser.request(
            uri(),
            conference,
            0,
            """
            <addUser><conferenceKeys confEntity="%s"/><ci:user entity="%s"><ci:roles>\
            <ci:entry>attendee</ci:entry></ci:roles></ci:user></addUser>"""
                .formatted(conference, uri()));
    return invites(conference, "application/cccp+xml", body);
  }

  /** Calls the chat of a conference in which he is. */
  public CompletableFuture<CrowdDialog> chats(String conference) {
    return invites(conference.replace(":focus:", ":chat:"), "application/sdp", C3pUser.messages());
  }

  private CompletableFuture<CrowdDialog> invites(String to, String type, String body) {
    CrowdDialog dialog = new CrowdDialog(to);
    dialogs.put(dialog.callId, dialog);
    return proven(dialog, "INVITE", "Content-Type: " + type + "\r\n", body)
        .thenApply(
            answer -> {
              dialog.established(expect(200, answer));
              int number = Integer.parseInt(answer.header("CSeq").split(" ", 2)[0]);
              dialog.ack = text(dialog, "ACK", number, branch(), "", "");
              send(dialog.ack);
              return dialog;
            });
  }

  /** Watches the conference, in the manner of OCS (BENOTIFY) or of RFC 6665. */
  public CompletableFuture<CrowdDialog> watches(String conference, boolean microsoft) {
    CrowdDialog dialog = new CrowdDialog(conference);
    dialogs.put(dialog.callId, dialog);
    watching = dialog.callId;
    String old =
        microsoft
            ? """
            Supported: com.microsoft.autoextend, ms-benotify, ms-piggyback-first-notify
            Proxy-Require: ms-benotify
            """
            : "";
    String more =
        """
        Event: conference
        Accept: application/conference-info+xml
        Expires: 3600
        """
            + old;
    return proven(dialog, "SUBSCRIBE", more.replace("\n", "\r\n"), "")
        .thenApply(
            answer -> {
              dialog.established(expect(200, answer));
              return dialog;
            });
  }

  /** Says something in a dialog of chat; the final answer. */
  public CompletableFuture<SipMessage> says(CrowdDialog chat, String line) {
    return request(chat, "MESSAGE", "Content-Type: text/plain; charset=UTF-8\r\n", line);
  }

  /** Ends a dialog; the final answer. */
  public CompletableFuture<SipMessage> ends(CrowdDialog dialog) {
    return request(dialog, "BYE", "", "");
  }

  private static SipMessage expect(int status, SipMessage answer) {
    if (answer.status() != status) {
      throw new AssertionError("expected " + status + ", got " + answer);
    }
    return answer;
  }

  private CompletableFuture<SipMessage> proven(
      CrowdDialog dialog, String method, String more, String body) {
    return request(dialog, method, authorization(method, dialog.dialled) + more, body)
        .thenCompose(
            answer -> {
              if (answer.challenge().isEmpty()) {
                return CompletableFuture.completedFuture(answer);
              }
              challenge = answer.challenge().get();
              nonceCount.set(0);
              String proof = authorization(method, dialog.dialled);
              return request(dialog, method, proof + more, body);
            });
  }

  private String authorization(String method, String uri) {
    return challenge.isEmpty()
        ? ""
        : "Authorization: "
            + new Digest(challenge, name, Crowd.PASSWORD)
                .answer(method, uri, nonceCount.incrementAndGet())
            + "\r\n";
  }

  private CompletableFuture<SipMessage> request(
      CrowdDialog dialog, String method, String more, String body) {
    String branch = branch();
    int number = dialog.cseq.incrementAndGet();
    String text = text(dialog, method, number, branch, more, body);
    CompletableFuture<SipMessage> answer = new CompletableFuture<>();
    open.put(branch, answer);
    send(text);
    crowd.repeats(this, text, answer);
    return answer.whenComplete(
        (final_, failure) -> {
          open.remove(branch);
          if (method.equals("INVITE") && failure == null && final_.status() >= 300) {
            String ack = text(dialog, "ACK", number, branch, "", "");
            send(ack.replaceFirst("To: [^\\r]*", "To: " + final_.header("To")));
          }
        });
  }

  private static String branch() {
    return "z9hG4bK" + UUID.randomUUID();
  }

  private String text(
      CrowdDialog d, String method, int number, String branch, String more, String body) {
    String at = wire.hostPort();
    String tag = d.remoteTag.isEmpty() ? "" : ";tag=" + d.remoteTag;
    String transport = wire.transport().equals("TCP") ? ";transport=tcp" : "";
    String head =
        """
        %s %s SIP/2.0
        Via: SIP/2.0/%s %s;rport;branch=%s
        Max-Forwards: 70
        From: <%s>;tag=%s;epid=b34afb6ebb23
        To: <%s>%s
        Call-ID: %s
        CSeq: %d %s
        Contact: <sip:%s@%s%s>
        """;
    return (head.replace("\n", "\r\n") + "%sContent-Length: %d\r\n\r\n%s")
        .formatted(
            method,
            d.target,
            wire.transport(),
            at,
            branch,
            uri(),
            d.localTag,
            d.dialled,
            tag,
            d.callId,
            number,
            method,
            name,
            at,
            transport,
            more,
            body.length(),
            body);
  }

  void send(String text) {
    wire.send(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void take(String head, byte[] bytes, int bodyFrom, int bodyTo) {
    int size = head.length() + bodyTo - bodyFrom;
    int end = Math.min(bodyTo, bodyFrom + LOOK_AT);
    String start = new String(bytes, bodyFrom, end - bodyFrom, StandardCharsets.UTF_8);
    SipMessage message = SipMessage.parse(head + start);
    if (message.isRequest()) {
      takeRequest(message, start, size);
      return;
    }
    if (message.status() < 200) {
      return;
    }
    if (message.header("CSeq").endsWith("SUBSCRIBE") && !start.isEmpty()) {
      notified = notified.and(start, size);
    }
    String branch = message.header("Via").replaceAll(".*branch=([^;]*).*", "$1");
    CompletableFuture<SipMessage> answer = open.get(branch);
    if (answer != null) {
      answer.complete(message);
    } else if (message.header("CSeq").endsWith("INVITE") && message.status() < 300) {
      CrowdDialog dialog = dialogs.get(message.header("Call-ID"));
      if (dialog != null && !dialog.ack.isEmpty()) {
        send(dialog.ack);
      }
    }
  }

  private void takeRequest(SipMessage request, String start, int size) {
    String method = request.method();
    if (!method.equals("BENOTIFY") && !method.equals("ACK")) {
      send(answer(request));
      if (!heard.add(request.header("Call-ID") + request.header("CSeq"))) {
        repetitions.incrementAndGet();
        return;
      }
    }
    switch (method) {
      case "NOTIFY", "BENOTIFY" -> {
        if (request.header("Call-ID").equals(watching)) {
          notified = notified.and(start, size);
        }
      }
      case "MESSAGE" -> takeLine(start);
      case "BYE" -> ends.incrementAndGet();
      default -> {}
    }
  }

  private void takeLine(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return; // a notice of the server
    }
    if (lineCount == lines.length) {
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    int next = lineCount; // only the crowd's thread writes
    lines[next] = Integer.parseInt(line.group(1));
    lineCount = next + 1;
  }

  private static String answer(SipMessage request) {
    StringBuilder text = new StringBuilder("SIP/2.0 200 OK\r\n");
    request.all("Via").forEach(via -> text.append("Via: ").append(via).append("\r\n"));
    for (String copied : new String[] {"From", "To", "Call-ID", "CSeq"}) {
      text.append(copied).append(": ").append(request.header(copied)).append("\r\n");
    }
    return text.append("Content-Length: 0\r\n\r\n").toString();
  }
}
