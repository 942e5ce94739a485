package org.confocal.engine.user;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Message;
import org.confocal.engine.Rejection;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceState;
import org.confocal.engine.presence.Publication;
import org.confocal.engine.presence.SubscriberDialog;

/** What may be said to a user's actor about contacts and presence. */
public final class PresenceProtocol {
  private PresenceProtocol() {}

  /** What may be said. */
  public sealed interface Command extends UserProtocol.Command
      permits Subscribe, Publish, ChangeContacts, ContactsChanged, Watch {}

  /**
   * What a client wants to be told.
   *
   * @param inDialog the request came in a dialog: that subscription is meant, and no other
   * @param seconds 0 = the subscription ends; negative when nothing was said
   * @param unanswered it takes BENOTIFY
   * @param piggyback it takes the first document in the answer
   * @param watch users whose presence is wanted
   * @param unwatch users whose presence is not wanted any more
   */
  public record Wish(
      PresenceEvent event,
      SubscriberDialog dialog,
      boolean inDialog,
      int seconds,
      boolean unanswered,
      boolean piggyback,
      List<UserUri> watch,
      List<UserUri> unwatch) {
    public Wish {
      watch = List.copyOf(watch);
      unwatch = List.copyOf(unwatch);
    }
  }

  /** A SUBSCRIBE of somebody who has proved to be this user. */
  public record Subscribe(
      Wish wish, ActorRef<EdgeProtocol.Command> edge, ActorRef<SubscribeReply> replyTo)
      implements Command {}

  /**
   * One publication that a client wants to make or take away.
   *
   * @param publication with the version that the client knows
   * @param seconds for those that live a while
   */
  public record Wanted(Publication publication, boolean removes, Optional<Long> seconds) {}

  /** Publications of somebody who has proved to be this user: all or none. */
  public record Publish(List<Wanted> wanted, PeerAddress from, ActorRef<PublishReply> replyTo)
      implements Command {
    public Publish {
      wanted = List.copyOf(wanted);
    }
  }

  /**
   * A client of this user changes the contact list.
   *
   * @param known number of the list that the client knows; empty = whatever it is
   */
  public record ChangeContacts(
      ContactChange change, Optional<Long> known, PeerAddress from, ActorRef<ContactsReply> replyTo)
      implements Command {}

  /** Somebody else has changed the contact list of this user. */
  public record ContactsChanged(ContactsDelta delta) implements Command {}

  /**
   * A watcher says that he is there, and is told how this user is: now, and when it changes.
   *
   * @param stop he is not there any more
   */
  public record Watch(UserUri watcher, boolean stop, ActorRef<Shown> replyTo) implements Command {}

  /** How a user is. */
  public record Shown(PresenceState state) implements Message {}

  /** The answer to a {@link Subscribe}. */
  public sealed interface SubscribeReply extends Message permits Subscribed, NotSubscribed {}

  /**
   * The subscription is there, or has ended as was wished.
   *
   * @param localTag our tag in its dialog
   * @param expiresSeconds 0 = it has ended
   * @param first the first document, when it goes into the answer
   * @param cseq number of the notification that {@code first} stands for
   */
  public record Subscribed(
      String localTag, int expiresSeconds, Optional<PresenceNews> first, long cseq)
      implements SubscribeReply {}

  /** There is no such subscription. */
  public record NotSubscribed(Rejection rejection) implements SubscribeReply {}

  /** The answer to a {@link Publish}. */
  public sealed interface PublishReply extends Message permits Published, Stale, NotPublished {}

  /** All that the user has published now. */
  public record Published(PresenceNews.Own own) implements PublishReply {}

  /** Nothing is published: these versions are not the latest. */
  public record Stale(List<StaleVersion> versions) implements PublishReply {
    public Stale {
      versions = List.copyOf(versions);
    }
  }

  /**
   * A publication that comes too late.
   *
   * @param index in the request, from 1
   * @param version the one that is there
   */
  public record StaleVersion(int index, long version) {}

  /** Nothing is published. */
  public record NotPublished(Rejection rejection) implements PublishReply {}

  /** The answer to a {@link ChangeContacts}. */
  public sealed interface ContactsReply extends Message permits ContactsStored, ContactsNotStored {}

  /** The list is changed. */
  public record ContactsStored(ContactsDelta delta) implements ContactsReply {}

  /** The list is as it was. */
  public record ContactsNotStored(Rejection rejection) implements ContactsReply {}
}
