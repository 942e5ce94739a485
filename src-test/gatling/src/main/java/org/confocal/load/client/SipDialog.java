package org.confocal.load.client;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.confocal.load.message.Sdp;
import org.confocal.load.message.SipMessage;
import org.jspecify.annotations.Nullable;

/** A dialog of a user, and what the server has sent in it. Lives on the client's loop. */
public final class SipDialog {
  /** Requests that may tell another target (RFC 3261 section 12.2.2, RFC 3311, RFC 6665). */
  private static final Set<String> REFRESHING = Set.of("INVITE", "UPDATE", "NOTIFY", "BENOTIFY");

  private final SipClient client;
  private final String callId;
  private final String localTag;
  private final String remoteUri;
  private final Deque<Outcome.Came> inbox = new ArrayDeque<>();
  private String remoteTag = "";
  private String target;
  private List<String> routes = List.of();
  private Set<String> media = Set.of();
  private int sequence;
  private int descriptions = 1;
  private boolean begunByInvite;
  private boolean abandoned;
  private boolean ended;
  private @Nullable SipMessage ack;
  private @Nullable Waiter waiter;

  private record Waiter(String method, Consumer<Outcome> told, ScheduledFuture<?> limit) {}

  SipDialog(SipClient client, String callId, String localTag, String uri) {
    this.client = client;
    this.callId = callId;
    this.localTag = localTag;
    this.remoteUri = uri;
    this.target = uri;
  }

  String callId() {
    return callId;
  }

  String localTag() {
    return localTag;
  }

  String remoteUri() {
    return remoteUri;
  }

  String remoteTag() {
    return remoteTag;
  }

  String target() {
    return target;
  }

  List<String> routes() {
    return routes;
  }

  int nextSequence() {
    return ++sequence;
  }

  boolean established() {
    return !remoteTag.isEmpty() && !ended;
  }

  boolean isCall() {
    return begunByInvite && established();
  }

  void begins(Order order) {
    begunByInvite = order.method().equals("INVITE");
    if (order.type().equals(Sdp.TYPE)) {
      media = Sdp.types(order.body());
    }
  }

  /** The answer that makes it, or that refreshes its target (RFC 3261 section 12.2.1.2). */
  void answered(SipMessage response) {
    if (remoteTag.isEmpty()) {
      remoteTag = response.toTag();
      List<String> recorded = new java.util.ArrayList<>(response.all("Record-Route"));
      java.util.Collections.reverse(recorded);
      routes = List.copyOf(recorded);
    }
    response.uriIn("Contact").ifPresent(uri -> target = uri);
  }

  void acknowledgedBy(SipMessage text) {
    ack = text;
  }

  @Nullable SipMessage ack() {
    return ack;
  }

  /** Nobody waits for it any more: when the call is taken after all, it is ended. */
  void abandon() {
    abandoned = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }

  /** The answer to a description that the server offers in this dialog. */
  String answerTo(SipMessage offer, String host) {
    descriptions++;
    if (offer.body().isEmpty()) {
      return media.contains("message")
          ? Sdp.messages(host)
          : Sdp.audio(host, Integer.toString(client.mediaPort()));
    }
    return Sdp.answer(offer.body(), media, host, client.mediaPort(), descriptions);
  }

  /** Requests that have come and at which nobody has looked. */
  public int waiting() {
    return inbox.size();
  }

  void arrived(SipMessage request) {
    if (REFRESHING.contains(request.method())) {
      request.uriIn("Contact").ifPresent(uri -> target = uri);
    }
    Outcome.Came came = new Outcome.Came(request, client.nowMs());
    Waiter waits = waiter;
    if (waits != null && fits(waits.method, request)) {
      waiter = null;
      waits.limit.cancel(false);
      waits.told.accept(came);
      return;
    }
    if (inbox.size() == client.settings().limits().mostWaiting()) {
      inbox.removeFirst();
      client.counters().countDropped();
    }
    inbox.addLast(came);
    if (waits != null && ended) {
      waiter = null;
      waits.limit.cancel(false);
      waits.told.accept(new Outcome.Missed("the server has ended the dialog", client.nowMs()));
    }
  }

  /**
   * Waits for a request of this method; NOTIFY means BENOTIFY too. What has come before is taken
   * first, the oldest one.
   */
  public void await(String method, Duration limit, Consumer<Outcome> told) {
    for (Iterator<Outcome.Came> all = inbox.iterator(); all.hasNext(); ) {
      Outcome.Came one = all.next();
      if (fits(method, one.message())) {
        all.remove();
        told.accept(one);
        return;
      }
    }
    if (ended || waiter != null) {
      String why = ended ? "the dialog has ended" : "somebody waits in this dialog already";
      told.accept(new Outcome.Missed(why, client.nowMs()));
      return;
    }
    ScheduledFuture<?> end =
        client.loop().schedule(() -> givesUp(method, limit), limit.toNanos(), TimeUnit.NANOSECONDS);
    waiter = new Waiter(method, told, end);
  }

  private void givesUp(String method, Duration limit) {
    Waiter waits = waiter;
    if (waits != null) {
      waiter = null;
      waits.told.accept(
          new Outcome.Missed(
              "no %s within %d ms".formatted(method, limit.toMillis()), client.nowMs()));
    }
  }

  private static boolean fits(String method, SipMessage request) {
    return request.method().equals(method)
        || (method.equals("NOTIFY") && request.method().equals("BENOTIFY"));
  }
}
