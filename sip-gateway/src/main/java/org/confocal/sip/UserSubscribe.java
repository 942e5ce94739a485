package org.confocal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.SubscriberDialog;
import org.confocal.engine.user.PresenceProtocol;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.presence.BatchSubscribe;
import org.confocal.wire.presence.PresenceDocuments;

/**
 * A SUBSCRIBE to something of a user: RFC 6665 section 4.2.1, RFC 3856, MS-SIP 3.3, MS-PRES 3.4.
 * The user's own things are for himself alone; so is a list of many whose presence he wants.
 */
final class UserSubscribe implements UserServer.Task {
  /** The event of presence. */
  static final String PRESENCE = "presence";

  static final String CONTACTS = "vnd-microsoft-roaming-contacts";
  static final String SELF = "vnd-microsoft-roaming-self";
  static final String PROVISIONING = "vnd-microsoft-provisioning-v2";

  private static final Set<String> EVENTS = Set.of(PRESENCE, CONTACTS, SELF, PROVISIONING);
  private static final String BENOTIFY = "ms-benotify";
  private static final String PIGGYBACK = "ms-piggyback-first-notify";
  private static final int NOT_SAID = -1;

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;

  UserSubscribe(Edge edge, StackEvents.Incoming in) {
    this.edge = edge;
    this.in = in;
    this.request = in.request();
  }

  /** Tells whether a SUBSCRIBE is to something of a user, and not of a conference. */
  static boolean takes(SipRequest request, OwnNames names) {
    return EVENTS.contains(event(request))
        && !names.isConferencing(request.uri())
        && SipDialogs.conferenceOfContact(request.uri()).isEmpty();
  }

  private static String event(SipRequest request) {
    String value = request.header("Event").orElse("");
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public UserServer.Step step(UserUri user) throws WireFormatException {
    String event = event(request);
    boolean batch = request.body().is(BatchSubscribe.MEDIA_TYPE);
    boolean inDialog = request.to().tag().isPresent();
    Optional<UserUri> target = edge.names().user(request.uri());
    boolean own = !event.equals(PRESENCE) || batch;
    if (own && !inDialog && target.filter(user::equals).isEmpty()) {
      return new UserServer.Answer(
          refused(
              Rejection.Reason.NOT_AUTHORIZED,
              user + " may not subscribe to " + event + " of " + request.uri()));
    }
    if (event.equals(PROVISIONING)) {
      return provisioning(user);
    }
    if (target.isEmpty()) {
      return new UserServer.Answer(
          refused(Rejection.Reason.UNKNOWN_USER, request.uri() + " is no user"));
    }
    PresenceProtocol.Wish wish = wish(kind(event, batch), target.get(), inDialog);
    return new UserServer.Ask<>(
        PresenceProtocol.SubscribeReply.class,
        replyTo -> new PresenceProtocol.Subscribe(wish, edge.self(), replyTo),
        reply -> answer(wish, reply));
  }

  private static PresenceEvent kind(String event, boolean batch) {
    return switch (event) {
      case CONTACTS -> PresenceEvent.CONTACTS;
      case SELF -> PresenceEvent.SELF;
      default -> batch ? PresenceEvent.CATEGORIES : PresenceEvent.PIDF;
    };
  }

  private PresenceProtocol.Wish wish(PresenceEvent event, UserUri target, boolean inDialog)
      throws WireFormatException {
    List<UserUri> watch = new ArrayList<>();
    List<UserUri> unwatch = new ArrayList<>();
    if (event == PresenceEvent.PIDF && !inDialog) {
      watch.add(target);
    } else if (event == PresenceEvent.CATEGORIES) {
      for (BatchSubscribe.Action a : BatchSubscribe.read(request.body().bytes()).actions()) {
        for (String uri : a.resources()) {
          edge.names().userOf(uri).ifPresent(a.subscribes() ? watch::add : unwatch::add);
        }
      }
    }
    boolean unanswered = wants(BENOTIFY) && !in.flow().isUdp(); // a lost datagram would stay lost
    return new PresenceProtocol.Wish(
        event, dialog(target), inDialog, seconds(), unanswered, wants(PIGGYBACK), watch, unwatch);
  }

  private SubscriberDialog dialog(UserUri target) throws WireFormatException {
    SipUri remote = SipDialogs.contactOf(request).uri();
    HostPort own = edge.stack().advertised(in.flow());
    SipUri contact =
        SipUri.sip(target.name(), own.plainHost(), own.port())
            .withParam("transport", in.flow().transport());
    return new SubscriberDialog(
        request.callId(),
        request.to().tag().orElseGet(() -> edge.doors().ids().hex(16)),
        request.from().tag().orElse(""),
        SipDialogs.withoutTag(request.to()).write(),
        SipDialogs.withoutTag(request.from()).write(),
        remote.write(),
        contact.write(),
        request.headers().values("Record-Route"),
        SipDialogs.peer(request, in.flow(), remote));
  }

  private int seconds() throws WireFormatException {
    Optional<String> said = request.header("Expires").map(String::strip);
    if (said.isEmpty()) {
      return NOT_SAID;
    }
    if (!said.get().matches("[0-9]{1,10}")) {
      throw new WireFormatException(said.get(), "Expires: seconds", "RFC 6665 4.2.1");
    }
    return (int) Math.min(Long.parseLong(said.get()), Integer.MAX_VALUE);
  }

  private boolean wants(String extension) {
    return request.headers().hasToken("Supported", extension)
        || request.headers().hasToken("Proxy-Require", extension);
  }

  private SipResponse refused(Rejection.Reason reason, String text) {
    return RejectionMapping.response(request, Rejection.of(reason, text));
  }

  private SipResponse answer(PresenceProtocol.Wish wish, PresenceProtocol.SubscribeReply reply) {
    if (reply instanceof PresenceProtocol.NotSubscribed not) {
      return RejectionMapping.response(request, not.rejection());
    }
    PresenceProtocol.Subscribed done = (PresenceProtocol.Subscribed) reply;
    SipResponse ok =
        request
            .response(200, "OK")
            .withToTag(done.localTag())
            .with("Contact", "<" + wish.dialog().contact() + ">")
            .with("Expires", Integer.toString(done.expiresSeconds()));
    if (!wish.unanswered() && !wish.piggyback()) {
      return ok;
    }
    ok = microsoft(ok, done.expiresSeconds());
    if (done.first().isEmpty()) {
      return ok;
    }
    PresenceNews first = done.first().get();
    return ok.with("ms-piggyback-cseq", Long.toString(done.cseq()))
        .withBody(PresenceTranslation.body(wish.event(), first));
  }

  /** What clients of OCS read in an answer: the same as in a notification. */
  private SipResponse microsoft(SipResponse ok, int seconds) {
    SipResponse more =
        ok.with("Event", request.header("Event").orElse(""))
            .with(
                "subscription-state",
                (seconds == 0 ? "terminated" : "active") + ";expires=" + seconds);
    for (String extension : List.of(BENOTIFY, PIGGYBACK)) {
      more = wants(extension) ? more.plus("Supported", extension) : more;
    }
    return more;
  }

  /** Asked and answered once: it is no subscription. MS-SIPREGE 3.4. */
  private UserServer.Step provisioning(UserUri user) {
    Map<String, String> everybodys = edge.settings().provisioning().meetingPolicy();
    return new UserServer.Look(
        new MeetingPolicyProperties(everybodys, edge.doors().policies())
            .of(user)
            .thenApply(properties -> provisioning(user, properties)));
  }

  private SipResponse provisioning(UserUri user, Map<String, String> meetingPolicy) {
    String document =
        PresenceDocuments.provisioning(
            user + ";gruu;opaque=app:conf:focusfactory",
            edge.settings().provisioning().avEncryption(),
            meetingPolicy);
    return microsoft(request.response(200, "OK").with("Expires", "0"), 0)
        .with("ms-piggyback-cseq", "1")
        .withBody(Body.of(PresenceDocuments.PROVISIONING_TYPE, document));
  }
}
