package org.confocal.engine.user;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceState;

/**
 * The presence agent of one user (RFC 3856 section 4), and the server of what his clients subscribe
 * to. A child of {@link User}, who hands on what concerns it.
 *
 * <pre>
 *   clients' SUBSCRIBE --&gt; subscriptions --- whom they watch --&gt; Watch --&gt; agents of other users
 *                               |                                              |
 *   clients &lt;-- NOTIFY, gathered for a moment &lt;------------ Shown &lt;-------------+
 * </pre>
 *
 * All of it is soft: who watches says so again and again, and what is not said again is forgotten.
 */
final class PresenceAgent extends AbstractBehavior<AgentProtocol.Command> {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final UserUri self;
  private final AgentProtocol.Environment env;
  private final ContactSubscribers contacts;
  private final TimerScheduler<AgentProtocol.Command> timers;
  private final PresenceSettings.Pace pace;
  private final Presence presence;
  private final PresenceSubscriptions subscriptions;
  private final Watching watching;
  private final Watchers watchers;
  private final ActorRef<EdgeProtocol.Result> results;

  private PresenceAgent(
      ActorContext<AgentProtocol.Command> context,
      TimerScheduler<AgentProtocol.Command> timers,
      UserUri self,
      AgentProtocol.Environment env) {
    super(context);
    this.self = self;
    this.env = env;
    this.timers = timers;
    this.pace = env.settings().pace();
    this.presence = new Presence(self, env.settings(), now());
    this.watchers = new Watchers(env.settings());
    this.subscriptions = new PresenceSubscriptions(env.settings().subscriptions());
    this.results = context.messageAdapter(EdgeProtocol.Result.class, AgentProtocol.Told::new);
    this.contacts = new ContactSubscribers(context, self.name(), env, subscriptions, results);
    ActorRef<PresenceProtocol.Shown> heard =
        context.messageAdapter(PresenceProtocol.Shown.class, AgentProtocol.Heard::new);
    this.watching =
        new Watching(
            self,
            (user, begins) ->
                env.door().tell(user, new PresenceProtocol.Watch(self, !begins, heard)));
  }

  static Behavior<AgentProtocol.Command> create(UserUri self, AgentProtocol.Environment env) {
    return Behaviors.supervise(
            Behaviors.<AgentProtocol.Command>setup(
                context ->
                    Behaviors.withTimers(timers -> new PresenceAgent(context, timers, self, env))))
        .onFailure(SupervisorStrategy.restart());
  }

  @Override
  public Receive<AgentProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(AgentProtocol.Order.class, m -> onOrder(m.command()))
        .onMessage(AgentProtocol.Reachable.class, m -> after(() -> onReachable(m)))
        .onMessage(AgentProtocol.CutOff.class, m -> after(() -> onCutOff(m.peer())))
        .onMessage(AgentProtocol.Heard.class, m -> after(() -> onHeard(m)))
        .onMessage(AgentProtocol.Told.class, m -> after(() -> onTold(m)))
        .onMessage(AgentProtocol.Begun.class, m -> after(() -> onBegun(m)))
        .onMessage(AgentProtocol.Read.class, m -> after(() -> contacts.onRead(m)))
        .onMessage(AgentProtocol.Changed.class, m -> after(() -> contacts.onChanged(m)))
        .onMessage(AgentProtocol.Looked.class, m -> after(() -> onLooked(m)))
        .onMessage(AgentProtocol.Judged.class, m -> after(() -> onJudged(m)))
        .onMessage(AgentProtocol.Flush.class, m -> after(this::onFlush))
        .onMessage(AgentProtocol.Refresh.class, m -> after(this::onRefresh))
        .onMessage(AgentProtocol.Sweep.class, m -> after(this::onSweep))
        .build();
  }

  private Behavior<AgentProtocol.Command> after(Runnable done) {
    done.run();
    return this;
  }

  private Instant now() {
    return env.clock().instant();
  }

  private Behavior<AgentProtocol.Command> onOrder(PresenceProtocol.Command command) {
    if (command instanceof PresenceProtocol.Subscribe c) {
      onSubscribe(c);
    } else if (command instanceof PresenceProtocol.Publish c) {
      onPublish(c);
    } else if (command instanceof PresenceProtocol.ChangeContacts c) {
      contacts.change(c);
    } else if (command instanceof PresenceProtocol.ContactsChanged c) {
      contacts.tellChange(c.delta(), Optional.empty());
    } else if (command instanceof PresenceProtocol.Watch c) {
      onWatch(c);
    } else {
      throw new AssertionError(command);
    }
    return this;
  }

  private void onSubscribe(PresenceProtocol.Subscribe ask) {
    PresenceProtocol.Wish wish = ask.wish();
    presence.heardFrom(wish.dialog().peer());
    if (wish.inDialog()) {
      subscriptions
          .find(wish.dialog())
          .ifPresentOrElse(
              known -> again(known, ask), () -> ask.replyTo().tell(PresenceSubscriptions.noSuch()));
    } else if (wish.seconds() == 0 && !isFetch(wish)) {
      subscriptions.meant(wish).forEach(subscriptions::remove);
      ask.replyTo().tell(PresenceSubscriptions.ended(wish));
    } else if (wish.event() == PresenceEvent.CONTACTS) {
      getContext()
          .pipeToSelf(
              env.contacts().list(self.name()),
              (list, error) -> new AgentProtocol.Begun(ask, Optional.ofNullable(list)));
    } else {
      begin(ask, Optional.empty());
    }
    watch();
  }

  /** A phone asks once how somebody is; clients of OCS end their subscriptions so. */
  private static boolean isFetch(PresenceProtocol.Wish wish) {
    return wish.event() == PresenceEvent.PIDF && !wish.unanswered();
  }

  /** A request in the dialog of a subscription that is there. RFC 6665 section 4.2.1.4. */
  private void again(PresenceSubscription known, PresenceProtocol.Subscribe ask) {
    PresenceProtocol.Wish wish = ask.wish();
    if (wish.seconds() == 0) {
      known.expires = now();
      subscriptions.remove(known);
      ask.replyTo().tell(PresenceSubscriptions.ended(wish));
      if (!known.unanswered) {
        known.tell(Optional.empty(), now(), results);
      }
      return;
    }
    int granted = subscriptions.granted(wish.seconds());
    known.expires = now().plusSeconds(granted);
    known.watched.addAll(wish.watch());
    known.watched.removeAll(wish.unwatch());
    ask.replyTo()
        .tell(
            new PresenceProtocol.Subscribed(known.dialog.localTag(), granted, Optional.empty(), 0));
    if (known.event == PresenceEvent.CONTACTS) {
      contacts.read(known);
    } else if (known.event == PresenceEvent.SELF) {
      known.tell(Optional.of(presence.own()), now(), results);
    } else {
      known.pending.addAll(known.watched);
      flushSoon();
    }
  }

  private void onBegun(AgentProtocol.Begun begun) {
    if (begun.list().isEmpty()) {
      begun
          .ask()
          .replyTo()
          .tell(
              new PresenceProtocol.NotSubscribed(
                  Rejection.unavailable("The contact lists do not answer", SOON)));
    } else {
      begin(begun.ask(), begun.list());
    }
  }

  private void begin(PresenceProtocol.Subscribe ask, Optional<ContactList> list) {
    PresenceProtocol.Wish wish = ask.wish();
    Instant now = now();
    PresenceSubscription begun = subscriptions.begin(wish, ask.edge(), now);
    begun.watched.addAll(wish.watch());
    Optional<PresenceNews> news =
        wish.event() == PresenceEvent.SELF
            ? Optional.of(presence.own())
            : list.map(PresenceNews.WholeList::new);
    begun.listNumber = list.map(ContactList::number).orElse(0L);
    boolean inAnswer = news.isPresent() && wish.piggyback();
    ask.replyTo()
        .tell(
            new PresenceProtocol.Subscribed(
                wish.dialog().localTag(),
                begun.left(now),
                inAnswer ? news : Optional.empty(),
                inAnswer ? begun.nextCseq() : 0));
    if (news.isPresent() && !inAnswer) {
      begun.tell(news, now(), results);
    }
    begun.watched.stream().filter(u -> watching.seen(u).isPresent()).forEach(begun.pending::add);
    flushSoon();
    sweepLater();
  }

  /** Watches whoever is of interest to a client now. */
  private void watch() {
    watching.set(subscriptions.watched());
    look();
    if (watching.isEmpty()) {
      timers.cancel("refresh");
    } else if (!timers.isTimerActive("refresh")) {
      timers.startTimerWithFixedDelay("refresh", new AgentProtocol.Refresh(), pace.refresh());
    }
  }

  private void look() {
    watching
        .look()
        .ifPresent(
            name ->
                getContext()
                    .pipeToSelf(
                        env.users().find(name.name()),
                        (found, error) ->
                            new AgentProtocol.Looked(name, found != null && found.isPresent())));
  }

  private void onLooked(AgentProtocol.Looked looked) {
    watching.looked(looked.name(), looked.isUser());
    if (!looked.isUser()) {
      seen(PresenceState.offline(looked.name(), now()));
    }
    look();
  }

  private void onRefresh() {
    watching.refresh();
    look();
  }

  private void onHeard(AgentProtocol.Heard heard) {
    seen(heard.shown().state());
  }

  private void seen(PresenceState state) {
    if (watching.shown(state) && subscriptions.news(state.user())) {
      flushSoon();
    }
  }

  private void flushSoon() {
    boolean news = subscriptions.all().stream().anyMatch(s -> !s.pending.isEmpty() && !s.busy);
    if (news && !timers.isTimerActive("flush")) {
      timers.startSingleTimer("flush", new AgentProtocol.Flush(), pace.coalesce());
    }
  }

  private void onFlush() {
    for (PresenceSubscription s : subscriptions.all()) {
      int burst = pace.burst();
      for (UserUri user : List.copyOf(s.pending)) {
        if (s.busy || burst-- == 0) {
          break;
        }
        s.pending.remove(user);
        watching
            .seen(user)
            .ifPresent(state -> s.tell(Optional.of(new PresenceNews.Seen(state)), now(), results));
        if (s.once) {
          subscriptions.remove(s);
        }
      }
    }
    watch();
    flushSoon();
  }

  private void onTold(AgentProtocol.Told told) {
    Optional<PresenceSubscription> known = subscriptions.number(told.result().leg());
    if (known.isPresent()) {
      known.get().busy = false;
      if (told.result().outcome() == EdgeProtocol.Outcome.OK) {
        flushSoon();
      } else {
        subscriptions.remove(known.get());
        watch();
      }
    }
  }

  private void onPublish(PresenceProtocol.Publish ask) {
    presence.heardFrom(ask.from());
    Presence.Outcome outcome = presence.publish(ask.wanted(), ask.from(), now());
    if (outcome.rejection().isPresent()) {
      ask.replyTo().tell(new PresenceProtocol.NotPublished(outcome.rejection().get()));
    } else if (!outcome.stale().isEmpty()) {
      ask.replyTo().tell(new PresenceProtocol.Stale(outcome.stale()));
    } else {
      PresenceNews.Own own = presence.own();
      ask.replyTo().tell(new PresenceProtocol.Published(own));
      tellOwn(own, Optional.of(ask.from()));
    }
    settle();
  }

  private void tellOwn(PresenceNews.Own own, Optional<PeerAddress> except) {
    for (PresenceSubscription s : subscriptions.of(PresenceEvent.SELF)) {
      if (except.filter(s.dialog.peer()::equals).isEmpty()) {
        s.tell(Optional.of(own), now(), results);
      }
    }
  }

  /** Adds up again; those who watch are told when it looks different. */
  private void settle() {
    if (presence.refresh(now())) {
      watchers.tell(presence.state());
    }
    presence.ownIfChanged().ifPresent(own -> tellOwn(own, Optional.empty()));
    sweepLater();
  }

  private void onReachable(AgentProtocol.Reachable now) {
    presence.bindings(now.bindings());
    settle();
  }

  private void onCutOff(PeerAddress peer) {
    subscriptions.cutOff(peer);
    presence.cutOff(peer);
    settle();
    watch();
  }

  private void onWatch(PresenceProtocol.Watch watch) {
    if (watch.stop()) {
      watchers.remove(watch.watcher());
    } else if (env.settings().visibleTo() == PresenceSettings.VisibleTo.EVERYONE
        || watch.watcher().equals(self)) {
      getContext().getSelf().tell(new AgentProtocol.Judged(watch, true));
    } else {
      getContext()
          .pipeToSelf(
              env.contacts().list(self.name()),
              (list, error) ->
                  new AgentProtocol.Judged(
                      watch, list != null && list.find(watch.watcher()).isPresent()));
    }
  }

  private void onJudged(AgentProtocol.Judged judged) {
    PresenceProtocol.Watch watch = judged.watch();
    if (!judged.allowed() || !watchers.add(watch, now())) {
      watchers.remove(watch.watcher());
      watch.replyTo().tell(new PresenceProtocol.Shown(PresenceState.offline(self, now())));
      return;
    }
    settle();
    watch.replyTo().tell(new PresenceProtocol.Shown(presence.state()));
  }

  private void sweepLater() {
    boolean idle = presence.isQuiet() && subscriptions.isEmpty() && watchers.isEmpty();
    if (idle) {
      timers.cancel("sweep");
    } else if (!timers.isTimerActive("sweep")) {
      timers.startTimerWithFixedDelay("sweep", new AgentProtocol.Sweep(), pace.sweep());
    }
  }

  private void onSweep() {
    Instant now = now();
    List<PresenceSubscription> gone = new ArrayList<>(subscriptions.expired(now));
    gone.removeIf(s -> s.unanswered);
    gone.forEach(s -> s.tell(Optional.empty(), now, results));
    watchers.sweep(now);
    settle();
    watch();
  }
}
