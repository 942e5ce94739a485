package org.confocal.sip;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.user.PresenceProtocol;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.presence.CategoryPublish;
import org.confocal.wire.presence.ContactRequest;

/**
 * A SERVICE of a user to himself: changes of the contact list (MS-SIP 3.3) and publications
 * (MS-PRES 3.2). Who sees what is decided by containers in OCS; here they are taken and have no
 * effect.
 */
final class UserService implements UserServer.Task {
  private static final String CONTAINERS = "application/msrtc-setcontainermembers+xml";

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;

  UserService(Edge edge, StackEvents.Incoming in) {
    this.edge = edge;
    this.in = in;
    this.request = in.request();
  }

  /** Tells whether a SERVICE is of this kind; the others are for focus factories. */
  static boolean takes(SipRequest request) {
    Body body = request.body();
    return body.is(ContactRequest.MEDIA_TYPE)
        || body.is(CategoryPublish.MEDIA_TYPE)
        || body.is(CONTAINERS);
  }

  @Override
  public UserServer.Step step(UserUri user) throws WireFormatException {
    byte[] body = request.body().bytes();
    boolean soap = request.body().is(ContactRequest.MEDIA_TYPE);
    Optional<ContactRequest> wish =
        soap ? Optional.of(ContactRequest.read(body)) : Optional.empty();
    if (wish.isPresent() && wish.get().order() instanceof ContactRequest.Other other) {
      return refused(
          Rejection.Reason.NOT_SUPPORTED, other.name() + " (expected: an order about contacts)");
    }
    if (edge.names().user(request.uri()).filter(user::equals).isEmpty()) {
      return refused(
          Rejection.Reason.NOT_AUTHORIZED, user + " may not change anything of " + request.uri());
    }
    if (wish.isPresent()) {
      return contacts(wish.get());
    }
    return request.body().is(CategoryPublish.MEDIA_TYPE)
        ? publish(user, CategoryPublish.read(body))
        : new UserServer.Answer(request.response(200, "OK"));
  }

  private UserServer.Step refused(Rejection.Reason reason, String text) {
    return new UserServer.Answer(RejectionMapping.response(request, Rejection.of(reason, text)));
  }

  private UserServer.Step contacts(ContactRequest wish) throws WireFormatException {
    ContactChange change = PresenceTranslation.change(wish.order(), edge.names());
    return new UserServer.Ask<>(
        PresenceProtocol.ContactsReply.class,
        replyTo ->
            new PresenceProtocol.ChangeContacts(
                change, wish.deltaNum(), FlowTable.address(in.flow()), replyTo),
        reply -> stored(PresenceTranslation.name(wish.order()), reply));
  }

  private SipResponse stored(String order, PresenceProtocol.ContactsReply reply) {
    if (reply instanceof PresenceProtocol.ContactsNotStored not) {
      return RejectionMapping.response(request, not.rejection());
    }
    ContactsDelta delta = ((PresenceProtocol.ContactsStored) reply).delta();
    Optional<Integer> group = delta.addedGroups().stream().map(g -> g.id()).findFirst();
    return request
        .response(200, "OK")
        .withBody(
            Body.of(
                ContactRequest.MEDIA_TYPE, ContactRequest.answer(order, group, delta.number())));
  }

  private UserServer.Step publish(UserUri user, CategoryPublish publish)
      throws WireFormatException {
    if (edge.names().userOf(publish.uri()).filter(user::equals).isEmpty()) {
      return refused(
          Rejection.Reason.NOT_AUTHORIZED, user + " may not publish for " + publish.uri());
    }
    List<PresenceProtocol.Wanted> wanted = PresenceTranslation.wanted(publish);
    return new UserServer.Ask<>(
        PresenceProtocol.PublishReply.class,
        replyTo -> new PresenceProtocol.Publish(wanted, FlowTable.address(in.flow()), replyTo),
        this::published);
  }

  private SipResponse published(PresenceProtocol.PublishReply reply) {
    if (reply instanceof PresenceProtocol.NotPublished not) {
      return RejectionMapping.response(request, not.rejection());
    }
    if (reply instanceof PresenceProtocol.Stale stale) {
      List<CategoryPublish.Stale> versions =
          stale.versions().stream()
              .map(v -> new CategoryPublish.Stale(v.index(), v.version()))
              .toList();
      return request
          .response(409, "Conflict")
          .withBody(Body.of(CategoryPublish.FAULT_TYPE, CategoryPublish.fault(versions)));
    }
    return request
        .response(200, "OK")
        .withBody(
            PresenceTranslation.body(
                PresenceEvent.SELF, ((PresenceProtocol.Published) reply).own()));
  }
}
