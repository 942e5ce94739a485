package org.confocal.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.confocal.engine.Rejection;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.roster.SubscriptionStyle;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * Serves one SUBSCRIBE to a conference: RFC 6665 section 4.2.1, RFC 4575 section 3. Clients of OCS
 * may want BENOTIFY, the first document in the answer, and a subscription that lasts as long as
 * they are there (MS-SIP 2.2, MS-CONFBAS 3.3).
 */
final class SubscribeServer implements RoutedServer.Task<FocusProtocol.SubscribeReply> {
  private static final int NOT_SAID = -1;
  private static final String BENOTIFY = "ms-benotify";
  private static final String PIGGYBACK = "ms-piggyback-first-notify";
  private static final String AUTOEXTEND = "com.microsoft.autoextend";

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;

  private SubscribeServer(Edge edge, StackEvents.Incoming in) {
    this.edge = edge;
    this.in = in;
    this.request = in.request();
  }

  static Behavior<RoutedServer.Command> create(Edge edge, StackEvents.Incoming in) {
    return RoutedServer.create(
        edge, in, new SubscribeServer(edge, in), FocusProtocol.SubscribeReply.class);
  }

  @Override
  public Optional<SipResponse> refusal() {
    String event = firstPart(request.header("Event").orElse(""));
    if (!event.equals(RosterNotices.EVENT)) {
      return Optional.of(
          request
              .response(489, "Only the events conference and presence are known here")
              .with("Allow-Events", RosterNotices.EVENT + ", " + UserSubscribe.PRESENCE));
    }
    List<String> accepted = request.headers().values("Accept");
    if (!accepted.isEmpty() && accepted.stream().noneMatch(SubscribeServer::takesRosters)) {
      return Optional.of(
          request
              .response(406, "Only " + RosterNotices.MEDIA_TYPE + " is told here")
              .with("Accept", RosterNotices.MEDIA_TYPE));
    }
    String expires = request.header("Expires").orElse("0").strip();
    if (!expires.matches("[0-9]{1,10}")) {
      return Optional.of(
          RejectionMapping.response(
              request,
              Rejection.of(
                  Rejection.Reason.MALFORMED, "Expires: " + expires + " (expected: seconds)")));
    }
    return Optional.empty();
  }

  private static boolean takesRosters(String accepted) {
    String type = firstPart(accepted);
    return type.equals(RosterNotices.MEDIA_TYPE)
        || type.equals("*/*")
        || type.equals("application/*");
  }

  private static String firstPart(String value) {
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private int seconds() {
    return request
        .header("Expires")
        .map(text -> (int) Math.min(Long.parseLong(text.strip()), Integer.MAX_VALUE))
        .orElse(NOT_SAID);
  }

  @Override
  public FocusProtocol.Subscribe command(RoutedServer.Asker<FocusProtocol.SubscribeReply> asker)
      throws WireFormatException {
    return new FocusProtocol.Subscribe(
        SipDialogs.key(request),
        asker.tag(),
        asker.caller(),
        direct() ? SipDialogs.fromAddress(request) : "",
        SipDialogs.seed(request, in.flow(), contact(asker)),
        style(),
        seconds(),
        wants(PIGGYBACK),
        asker.replyTo(),
        edge.self());
  }

  /** Only who comes without a hop between is known by the place that he comes from. */
  private boolean direct() {
    return request.headers().values("Via").size() == 1
        && request.headers().values("Record-Route").isEmpty();
  }

  /** A client of OCS talks over its one connection, so that its Contact may be the conference. */
  private SipUri contact(RoutedServer.Asker<FocusProtocol.SubscribeReply> asker)
      throws WireFormatException {
    Optional<ConferenceUri> named = edge.names().conference(request.uri());
    if (style().microsoft() && !in.flow().isUdp() && named.isPresent()) {
      return SipUri.parse(named.get().text());
    }
    return SipDialogs.secureAs(
        request,
        SipDialogs.contact(
            asker.focus(), edge.stack().advertised(in.flow()), in.flow().transport()));
  }

  private SubscriptionStyle style() {
    boolean unanswered = wants(BENOTIFY) && !in.flow().isUdp(); // a lost datagram would stay lost
    boolean extended = wants(AUTOEXTEND);
    return new SubscriptionStyle(
        wants(BENOTIFY) || extended || wants(PIGGYBACK), unanswered, extended);
  }

  private boolean wants(String extension) {
    return request.headers().hasToken("Supported", extension)
        || request.headers().hasToken("Proxy-Require", extension);
  }

  @Override
  public Optional<Rejection> rejection(FocusProtocol.SubscribeReply reply) {
    return reply instanceof FocusProtocol.NotSubscribed not
        ? Optional.of(not.rejection())
        : Optional.empty();
  }

  @Override
  public SipResponse answer(FocusProtocol.SubscribeReply reply) {
    FocusProtocol.Subscribed subscribed = (FocusProtocol.Subscribed) reply;
    SipResponse ok =
        request
            .response(200, "OK")
            .withToTag(subscribed.tag().text())
            .with("Expires", Integer.toString(subscribed.expiresSeconds()))
            .with("Contact", SipDialogs.focusContact(subscribed.contact()));
    if (!style().microsoft()) {
      return ok;
    }
    ok =
        ok.with("Event", RosterNotices.EVENT)
            .with("subscription-state", state(subscribed.expiresSeconds()));
    for (String extension : List.of(BENOTIFY, PIGGYBACK, AUTOEXTEND)) {
      ok = wants(extension) ? ok.plus("Supported", extension) : ok;
    }
    return subscribed.first().isPresent() ? withDocument(ok, subscribed.first().get()) : ok;
  }

  private static String state(int seconds) {
    return seconds == 0 ? "terminated" : "active;expires=" + seconds;
  }

  /** The first document counts as such only with its CSeq number. */
  private SipResponse withDocument(SipResponse ok, EdgeProtocol.Notify first) {
    if (first.notices().isEmpty()) {
      return ok;
    }
    RosterNotices notices =
        new RosterNotices(first, edge.settings().subscriptions().datagramLimit());
    return ok.with("ms-piggyback-cseq", Long.toString(first.notices().get(0).cseq()))
        .withBody(notices.body(0));
  }
}
