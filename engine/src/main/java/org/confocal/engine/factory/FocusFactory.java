package org.confocal.engine.factory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.confocal.engine.Ids;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;

/**
 * The one writer of an organizer's meetings. While {@link Numbers} gives numbers back nothing new
 * is scheduled; the requests wait, and go on when the directory has answered, with an error too:
 * then their own claims meet the same directory and its error is theirs to tell.
 */
public final class FocusFactory
    extends EventSourcedBehavior<FocusFactoryProtocol.Command, MeetingEvent, Meetings> {
  /** Part of the persistence id; never change it. */
  public static final String TYPE = "FocusFactory";

  /** What the factory says to itself. */
  non-sealed interface Internal extends FocusFactoryProtocol.Command {}

  private record PolicyRead(Optional<Organizer> organizer, Optional<String> error)
      implements Internal {}

  /** What the focus of an expired meeting has answered. */
  private record Looked(FocusKey key, boolean runs) implements Internal {}

  /** 96 bits: not to be guessed. */
  private static final int KEY_DIGITS = 24;

  private final ActorContext<FocusFactoryProtocol.Command> context;
  private final UserUri organizer;
  private final Environment env;
  private final Numbers numbers;
  private final PolicyBook book;
  private final Purges purges;
  private final Lookups lookups;
  private final ActorRef<FocusProtocol.View> views;

  private boolean readingPolicy;
  private int heldBack;

  /**
   * What a factory needs from outside.
   *
   * @param organizers looks up what the directory knows of an organizer
   */
  public record Environment(
      DialNames names,
      Foci foci,
      Function<UserUri, CompletionStage<Organizer>> organizers,
      Ids ids,
      InstantSource clock,
      FocusFactorySettings settings) {}

  private FocusFactory(
      ActorContext<FocusFactoryProtocol.Command> context,
      TimerScheduler<FocusFactoryProtocol.Command> timers,
      UserUri organizer,
      Environment env) {
    super(
        PersistenceId.of(TYPE, organizer.value()),
        SupervisorStrategy.restartWithBackoff(
            env.settings().retryAfter(), env.settings().retryAfter().multipliedBy(10), 0.2));
    this.context = context;
    this.organizer = organizer;
    this.env = env;
    this.numbers = new Numbers(context, timers, organizer, env);
    this.book = new PolicyBook(env.clock(), env.settings());
    this.purges = new Purges(env.settings());
    this.lookups = new Lookups(organizer, env.foci());
    this.views =
        context.messageAdapter(
            FocusProtocol.View.class, v -> new Looked(v.key(), v.meeting().isPresent()));
  }

  public static Behavior<FocusFactoryProtocol.Command> create(UserUri organizer, Environment env) {
    return Behaviors.<FocusFactoryProtocol.Command>supervise(
            Behaviors.setup(
                context ->
                    Behaviors.withTimers(
                        timers -> new FocusFactory(context, timers, organizer, env))))
        .onFailure(
            Exception.class,
            SupervisorStrategy.restartWithBackoff(
                env.settings().retryAfter(), env.settings().retryAfter().multipliedBy(10), 0.2));
  }

  @Override
  public Meetings emptyState() {
    return Meetings.NONE;
  }

  @Override
  public CommandHandler<FocusFactoryProtocol.Command, MeetingEvent, Meetings> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(FocusFactoryProtocol.Schedule.class, this::onSchedule)
        .onCommand(Numbers.Claimed.class, this::onClaimed)
        .onCommand(FocusFactoryProtocol.Delete.class, this::onDelete)
        .onCommand(FocusFactoryProtocol.Find.class, run(lookups::find))
        .onCommand(FocusFactoryProtocol.All.class, run(lookups::all))
        .onCommand(FocusFactoryProtocol.Change.class, this::onChange)
        .onCommand(FocusFactoryProtocol.RouteJoin.class, this::onRouteJoin)
        .onCommand(FocusFactoryProtocol.Route.class, run(lookups::route))
        .onCommand(FocusFactoryProtocol.Sweep.class, run((state, sweep) -> look(state)))
        .onCommand(FocusFactoryProtocol.LookAgain.class, run((state, again) -> book.doubt()))
        .onCommand(Looked.class, this::onLooked)
        .onCommand(PolicyRead.class, this::onPolicyRead)
        .onCommand(Numbers.Reconcile.class, run((state, m) -> numbers.giveBackOthers(state)))
        .onCommand(Numbers.Reconciled.class, this::onReconciled)
        .onCommand(Numbers.Released.class, this::onReleased)
        .build();
  }

  @Override
  public EventHandler<Meetings, MeetingEvent> eventHandler() {
    return (state, event) -> event.applyTo(state);
  }

  @Override
  public SignalHandler<Meetings> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(env.settings().snapshotEvery(), 2);
  }

  /** Whatever changes nothing that is stored. */
  private <M> BiFunction<Meetings, M, Effect<MeetingEvent, Meetings>> run(
      BiConsumer<Meetings, M> deed) {
    return (state, message) -> {
      deed.accept(state, message);
      return Effect().none();
    };
  }

  private void recovered(Meetings state) {
    readingPolicy = false; // what an earlier life of the actor has asked may be answered to nobody
    readsPolicy();
    numbers.recovered(state);
  }

  private Effect<MeetingEvent, Meetings> onReconciled(Numbers.Reconciled done) {
    numbers.reconciled(done);
    return goOn();
  }

  private Effect<MeetingEvent, Meetings> onReleased(Numbers.Released done) {
    numbers.released(done);
    return goOn();
  }

  /** Whoever was held back is heard again, and perhaps held back again. */
  private Effect<MeetingEvent, Meetings> goOn() {
    heldBack = 0;
    return Effect().none().thenUnstashAll();
  }

  private Effect<MeetingEvent, Meetings> holdBack() {
    heldBack++;
    return Effect().stash();
  }

  private Effect<MeetingEvent, Meetings> onSchedule(
      Meetings state, FocusFactoryProtocol.Schedule s) {
    if (heldBack + numbers.inFlight().size() >= env.settings().maxPending()) {
      return refuse(s, Rejection.unavailable("the factory is busy", env.settings().retryAfter()));
    }
    if (numbers.mustWait(s.id()) || readsPolicy()) {
      return holdBack();
    }
    ConferenceId id = s.id().orElseGet(() -> new ConferenceId(env.ids().hex(32)));
    Optional<Rejection> refusal =
        Scheduling.refusal(organizer, state, numbers.inFlight(), id, env.settings().maxMeetings())
            .or(() -> Expiry.refusal(s.terms().expiry(), Optional.empty(), now()))
            .or(() -> book.refusal(s.admission()));
    if (refusal.isPresent()) {
      return refuse(s, refusal.get());
    }
    MeetingNumber number = s.number().orElseGet(numbers::any);
    Meeting meeting =
        new Meeting(
            new ConferenceUri(organizer, id),
            number,
            s.subject(),
            s.admission(),
            now(),
            1,
            keyed(s.admission(), Scheduling.terms(id, s.terms())));
    numbers.claim(s, meeting, 1);
    return Effect().none();
  }

  private Effect<MeetingEvent, Meetings> onClaimed(Numbers.Claimed c) {
    numbers.claimed(c);
    if (c.error().isPresent()) {
      return refuse(
          c.request(),
          Rejection.unavailable("the directory does not answer", env.settings().retryAfter()));
    }
    if (!c.free() && c.request().number().isEmpty() && c.tries() < env.settings().numberTries()) {
      numbers.claim(c.request(), Scheduling.renumbered(c.meeting(), numbers.any()), c.tries() + 1);
      return Effect().none();
    }
    if (!c.free()) {
      return refuse(
          c.request(),
          Rejection.of(
              Rejection.Reason.NAME_TAKEN,
              c.meeting().number() + " is taken by another meeting or a user"));
    }
    return Effect()
        .persist(new MeetingEvent.MeetingCreated(c.meeting()))
        .thenRun(() -> c.request().replyTo().tell(new FocusFactoryProtocol.Done(c.meeting())));
  }

  private Effect<MeetingEvent, Meetings> onChange(Meetings state, FocusFactoryProtocol.Change c) {
    Optional<Meeting> known = state.find(c.id());
    if (known.isPresent() && heldBack < env.settings().maxPending() && readsPolicy()) {
      return holdBack();
    }
    Optional<Rejection> refusal =
        known
            .map(m -> Scheduling.refusal(m, c, book, now()))
            .orElseGet(() -> Optional.of(lookups.unknown(c.id())));
    if (refusal.isPresent()) {
      c.replyTo().tell(new FocusFactoryProtocol.NotDone(refusal.get()));
      return Effect().none();
    }
    MeetingTerms terms = keyed(c.admission(), Scheduling.terms(c.id(), c.terms()));
    Meeting next = known.orElseThrow().changed(c.subject(), c.admission(), terms, now());
    return Effect()
        .persist(new MeetingEvent.MeetingChanged(next))
        .thenRun(
            () -> {
              env.foci().tell(FocusKey.of(next.uri()), new FocusProtocol.Renew(next));
              c.replyTo().tell(new FocusFactoryProtocol.Done(next));
            });
  }

  private Effect<MeetingEvent, Meetings> onDelete(Meetings state, FocusFactoryProtocol.Delete d) {
    Optional<Meeting> meeting = state.find(d.id());
    if (meeting.isEmpty()) {
      d.replyTo().tell(new FocusFactoryProtocol.NotDone(lookups.unknown(d.id())));
      return Effect().none();
    }
    return Effect()
        .persist(new MeetingEvent.MeetingDeleted(d.id(), now()))
        .thenRun(
            () -> {
              env.foci()
                  .tell(
                      FocusKey.of(meeting.get().uri()),
                      new FocusProtocol.End(
                          EndReason.MEETING_DELETED, context.getSystem().ignoreRef()));
              numbers.release(meeting.get());
              d.replyTo().tell(new FocusFactoryProtocol.Done(meeting.get()));
            });
  }

  private void look(Meetings state) {
    purges.begin(state, now(), key -> env.foci().tell(key, new FocusProtocol.Show(views)));
  }

  private Effect<MeetingEvent, Meetings> onLooked(Meetings state, Looked looked) {
    Optional<Meeting> over = purges.answered(state, looked.key(), looked.runs(), now());
    if (over.isEmpty()) {
      return Effect().none();
    }
    return Effect()
        .persist(new MeetingEvent.MeetingPurged(over.get().uri().id(), now()))
        .thenRun(
            () -> {
              context.getLog().info("expired meeting purged uri={}", over.get().uri());
              numbers.release(over.get());
            });
  }

  private Effect<MeetingEvent, Meetings> onRouteJoin(
      Meetings state, FocusFactoryProtocol.RouteJoin route) {
    Optional<Meeting> known = state.find(route.id());
    if (known.isPresent() && heldBack < env.settings().maxPending() && readsPolicy()) {
      return holdBack();
    }
    Optional<Rejection> refusal =
        known.isEmpty() ? Optional.of(lookups.unknown(route.id())) : book.absence(organizer);
    if (refusal.isPresent()) {
      lookups.refuse(route.joining(), refusal.get());
      return Effect().none();
    }
    Meeting meeting = known.orElseThrow();
    Expiry expiry = env.settings().expiry();
    Optional<Instant> lastUse = state.lastUse(route.id());
    if (expiry.isNoted(meeting, lastUse, now())) {
      Instant used = now();
      return Effect()
          .persist(new MeetingEvent.MeetingUsed(route.id(), used))
          .thenRun(
              () ->
                  lookups.join(
                      meeting, route.joining(), book, expiry.of(meeting, Optional.of(used))));
    }
    lookups.join(meeting, route.joining(), book, expiry.of(meeting, lastUse));
    return Effect().none();
  }

  /** Who the organizer is, and his policy, has to be read before anything hangs on it. */
  private boolean readsPolicy() {
    if (!readingPolicy && book.isStale()) {
      readingPolicy = true;
      book.asked();
      context.pipeToSelf(
          env.organizers().apply(organizer),
          (found, error) -> new PolicyRead(Optional.ofNullable(found), Numbers.reason(error)));
    }
    return readingPolicy;
  }

  private Effect<MeetingEvent, Meetings> onPolicyRead(PolicyRead read) {
    readingPolicy = false;
    book.read(read.organizer());
    read.error()
        .ifPresent(
            e -> context.getLog().warn("policy not read organizer={} error={}", organizer, e));
    return goOn();
  }

  private Instant now() {
    return env.clock().instant();
  }

  private Effect<MeetingEvent, Meetings> refuse(
      FocusFactoryProtocol.Schedule s, Rejection rejection) {
    s.replyTo().tell(new FocusFactoryProtocol.NotDone(rejection));
    return Effect().none();
  }

  /** A meeting for guests has a key: we make it when it has none. */
  private MeetingTerms keyed(Admission admission, MeetingTerms terms) {
    return admission == Admission.ANONYMOUS && terms.secrets().key().isEmpty()
        ? terms.with(terms.secrets().withKey(env.ids().hex(KEY_DIGITS)))
        : terms;
  }
}
