package org.confocal.sip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.confocal.engine.contacts.Contact;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactGroup;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceState;
import org.confocal.engine.presence.Publication;
import org.confocal.engine.user.PresenceProtocol;
import org.confocal.sip.message.Body;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.presence.CategoryPublish;
import org.confocal.wire.presence.ContactDocuments;
import org.confocal.wire.presence.ContactRequest;
import org.confocal.wire.presence.PresenceDocuments;
import org.confocal.wire.presence.PublishedState;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlWriter;

/** Translates contacts and presence between the engine and the documents. Pure. */
final class PresenceTranslation {
  /** Where the state that a server adds up is shown: to everybody of the same house. */
  private static final int COLLEAGUES = 200;

  private PresenceTranslation() {}

  /** The document for a subscriber. */
  static Body body(PresenceEvent event, PresenceNews news) {
    if (news instanceof PresenceNews.WholeList n) {
      return Body.of(
          ContactDocuments.MEDIA_TYPE,
          ContactDocuments.whole(
              n.list().number(), groups(n.list().groups()), contacts(n.list().contacts())));
    } else if (news instanceof PresenceNews.ListChange n) {
      return Body.of(ContactDocuments.MEDIA_TYPE, ContactDocuments.delta(delta(n.delta())));
    } else if (news instanceof PresenceNews.Own n) {
      return Body.of(
          PresenceDocuments.SELF_TYPE,
          PresenceDocuments.self(n.user().value(), categories(n.publications()), n.cleared()));
    } else if (news instanceof PresenceNews.Seen n) {
      return event == PresenceEvent.PIDF ? pidf(n.state()) : seen(n.state());
    }
    throw new AssertionError(news);
  }

  private static Body seen(PresenceState state) {
    List<PresenceDocuments.Category> all = new ArrayList<>();
    all.add(
        new PresenceDocuments.Category(
            PublishedState.CATEGORY,
            1,
            COLLEAGUES,
            1,
            "user",
            state.since(),
            Optional.of(
                PresenceDocuments.aggregate(
                    state.availability(), state.activity(), state.since()))));
    all.addAll(categories(state.shown()));
    return Body.of(
        PresenceDocuments.CATEGORIES_TYPE, PresenceDocuments.categories(state.user().value(), all));
  }

  private static Body pidf(PresenceState state) {
    return Body.of(
        PresenceDocuments.PIDF_TYPE,
        PresenceDocuments.pidf(
            state.user().value(), state.reachable(), state.user().value(), state.activity()));
  }

  private static List<PresenceDocuments.Category> categories(List<Publication> publications) {
    return publications.stream()
        .map(
            p ->
                new PresenceDocuments.Category(
                    p.key().category(),
                    p.key().instance(),
                    p.key().container(),
                    p.version(),
                    p.expiry().name().toLowerCase(Locale.ROOT),
                    p.published(),
                    Optional.of(p.content())))
        .toList();
  }

  private static List<ContactDocuments.Group> groups(List<ContactGroup> groups) {
    return groups.stream().map(g -> new ContactDocuments.Group(g.id(), g.name())).toList();
  }

  private static List<ContactDocuments.Contact> contacts(List<Contact> contacts) {
    return contacts.stream()
        .map(c -> new ContactDocuments.Contact(c.uri().value(), c.name(), c.groups()))
        .toList();
  }

  private static ContactDocuments.Change delta(ContactsDelta d) {
    return new ContactDocuments.Change(
        d.before(),
        d.number(),
        groups(d.addedGroups()),
        groups(d.modifiedGroups()),
        d.deletedGroups(),
        contacts(d.added()),
        contacts(d.modified()),
        d.deleted().stream().map(UserUri::value).toList());
  }

  /** The change that a client orders. */
  static ContactChange change(ContactRequest.Order order, OwnNames names)
      throws WireFormatException {
    if (order instanceof ContactRequest.SetContact o) {
      return new ContactChange.SetContact(user(o.uri(), names), o.name(), o.groups());
    } else if (order instanceof ContactRequest.DeleteContact o) {
      return new ContactChange.DeleteContact(user(o.uri(), names));
    } else if (order instanceof ContactRequest.AddGroup o) {
      return new ContactChange.AddGroup(o.name());
    } else if (order instanceof ContactRequest.ModifyGroup o) {
      return new ContactChange.RenameGroup(o.id(), o.name());
    } else if (order instanceof ContactRequest.DeleteGroup o) {
      return new ContactChange.DeleteGroup(o.id());
    }
    throw new AssertionError(order);
  }

  /** The name of an order in its envelope. */
  static String name(ContactRequest.Order order) {
    String type = order.getClass().getSimpleName();
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  private static UserUri user(String text, OwnNames names) throws WireFormatException {
    Optional<UserUri> user =
        names.userOf(text.regionMatches(true, 0, "sip:", 0, 4) ? text : "sip:" + text);
    if (user.isEmpty()) {
      throw new WireFormatException(text, "sip:name@domain", "MS-SIP 2.2.4");
    }
    return user.get();
  }

  /** What a client publishes. */
  static List<PresenceProtocol.Wanted> wanted(CategoryPublish publish) throws WireFormatException {
    List<PresenceProtocol.Wanted> wanted = new ArrayList<>();
    for (CategoryPublish.Item i : publish.items()) {
      Publication p =
          new Publication(
              new Publication.Key(i.category(), i.instance(), i.container()),
              i.version(),
              Publication.Expiry.valueOf(i.expireType().toUpperCase(Locale.ROOT)),
              Instant.EPOCH,
              state(i),
              i.content().map(e -> new XmlWriter().tree(e).toXml()).orElse(""));
      wanted.add(new PresenceProtocol.Wanted(p, i.removes(), i.expires()));
    }
    return wanted;
  }

  private static Optional<Publication.StateValue> state(CategoryPublish.Item item)
      throws WireFormatException {
    Optional<XmlElement> content = item.content();
    if (!item.category().equals(PublishedState.CATEGORY) || content.isEmpty()) {
      return Optional.empty();
    }
    return PublishedState.read(content.get())
        .map(
            s ->
                new Publication.StateValue(
                    source(s.type()), s.availability(), s.activity().orElse("")));
  }

  private static Publication.Source source(String type) {
    return switch (type) {
      case "machineState" -> Publication.Source.MACHINE;
      case "userState" -> Publication.Source.USER;
      default -> Publication.Source.OTHER;
    };
  }
}
