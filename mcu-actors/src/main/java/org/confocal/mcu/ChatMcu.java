package org.confocal.mcu;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.StreamDescriptor;

/**
 * The chat MCU of one conference: one conversation with one order. A line is stored before it is
 * answered or sent. Who is in, it was told by the focus; what was said, it knows from its journal;
 * after a crash it sends again what may not have arrived.
 */
public final class ChatMcu extends EventSourcedBehavior<McuProtocol.Command, ChatEvent, ChatLog> {
  /** Part of the persistence id; never change it. */
  static final String TYPE = "Chat";

  private static final String TYPING = "application/im-iscomposing+xml";

  /** A client's receipt for a line: it has come as far as it needs to. */
  private static final String RECEIPT = "application/ms-imdn+xml";

  private static final int NO_DIALOG = 481;
  private static final String CLOCKWORK = "clockwork";

  private record Tick() implements McuProtocol.McuInternal {}

  private final ActorContext<McuProtocol.Command> context;
  private final TimerScheduler<McuProtocol.Command> timers;
  private final long epoch;
  private final ActorRef<McuProtocol.Event> focus;
  private final McuSettings settings;
  private final ChatLog.Limits limits;
  private final OwnAddress own = new OwnAddress(IpLiteral::ownTowards);
  private final Fanout fanout;
  private final Set<Integer> prepared = new HashSet<>();
  private ChatLog before = ChatLog.EMPTY;
  private boolean begun;
  private boolean ticking;

  private ChatMcu(
      ActorContext<McuProtocol.Command> context,
      TimerScheduler<McuProtocol.Command> timers,
      FocusKey conference,
      long epoch,
      ActorRef<McuProtocol.Event> focus,
      McuSettings settings) {
    super(
        PersistenceId.of(TYPE, conference.value()),
        SupervisorStrategy.restartWithBackoff(
            settings.chat().restartAfter(), settings.chat().restartAfter().multipliedBy(10), 0.3));
    this.context = context;
    this.timers = timers;
    this.epoch = epoch;
    this.focus = focus;
    this.settings = settings;
    this.limits =
        new ChatLog.Limits(settings.chat().history(), settings.chat().rememberedRequests());
    this.fanout = new Fanout(settings.chat(), focus::tell);
  }

  static Behavior<McuProtocol.Command> create(
      FocusKey conference, long epoch, ActorRef<McuProtocol.Event> focus, McuSettings settings) {
    return Behaviors.withMdc(
        McuProtocol.Command.class,
        Map.of("conference", conference.value()),
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new ChatMcu(context, timers, conference, epoch, focus, settings))));
  }

  @Override
  public ChatLog emptyState() {
    return ChatLog.EMPTY;
  }

  @Override
  public EventHandler<ChatLog, ChatEvent> eventHandler() {
    return (log, event) -> log.apply(event, limits);
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.chat().snapshotEvery(), 2);
  }

  @Override
  public boolean shouldSnapshot(ChatLog log, ChatEvent event, long sequenceNr) {
    return event instanceof ChatEvent.ChatEnded;
  }

  @Override
  public SignalHandler<ChatLog> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .build();
  }

  @Override
  public CommandHandler<McuProtocol.Command, ChatEvent, ChatLog> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(McuProtocol.Negotiate.class, this::onNegotiate)
        .onCommand(McuProtocol.Connect.class, this::onConnect)
        .onCommand(McuProtocol.Revive.class, this::onRevive)
        .onCommand(McuProtocol.Release.class, this::onRelease)
        .onCommand(McuProtocol.Muted.class, m -> Effect().none())
        .onCommand(McuProtocol.OfSound.class, m -> Effect().none())
        .onCommand(McuProtocol.Locked.class, m -> Effect().none()) // the gate is the focus's
        .onCommand(McuProtocol.Say.class, this::onSay)
        .onCommand(McuProtocol.Delivered.class, this::onDelivered)
        .onCommand(McuProtocol.Ended.class, (log, m) -> onEnded(log))
        .onCommand(Tick.class, (log, m) -> onTick(log))
        .build();
  }

  /**
   * The journal is read. After a failure of the journal everything else is as it was; in a new MCU
   * those who have no chat session are known from the journal only.
   */
  private void recovered(ChatLog log) {
    if (log.epoch() > epoch) {
      context.getLog().warn("chat fenced epoch={} highest={}", epoch, log.epoch());
      focus.tell(new McuProtocol.Fenced(log.epoch()));
      return;
    }
    if (!begun) {
      begun = true;
      before = log.in(epoch);
      context
          .getLog()
          .info("chat begins lines={} pagers={}", before.last(), before.pagers().size());
      before
          .pagers()
          .forEach(
              (leg, user) -> {
                fanout.connect(leg, user, AcceptedTypes.PLAIN_TEXT);
                fanout.resume(leg, before);
              });
    }
    ticking = false;
    turn();
  }

  private Effect<ChatEvent, ChatLog> onNegotiate(ChatLog log, McuProtocol.Negotiate n) {
    Optional<String> host = host(n.peerHost());
    Optional<SessionAnswer> local =
        n.offer().isEmpty()
            ? Optional.of(ownOffer(host.orElse("")))
            : ChatDialect.answer(n.offer().get(), host.orElse(""), settings.chat().acceptTypes());
    boolean known =
        fanout.has(n.leg())
            || prepared.contains(n.leg())
            || n.user().filter(fanout::has).isPresent();
    if (local.isEmpty()) {
      refuse(
          n,
          Rejection.of(
              Rejection.Reason.MEDIA_NOT_ACCEPTABLE,
              "No stream of messages that is spoken here (m=message with protocol sip is needed)"));
    } else if (host.isEmpty()) {
      refuse(
          n,
          Rejection.unavailable(
              "No route to your address", Duration.ofSeconds(settings.retryAfterSeconds())));
    } else if (!known && fanout.users() + prepared.size() >= settings.chat().mostParticipants()) {
      refuse(n, full());
    } else {
      if (!known && n.offer().isPresent()) {
        prepared.add(n.leg());
      }
      n.replyTo()
          .tell(new McuProtocol.Negotiated(McuType.CHAT, n.leg(), local.get(), MediaPlace.NONE));
    }
    return Effect().none();
  }

  private static void refuse(McuProtocol.Negotiate n, Rejection why) {
    n.replyTo().tell(new McuProtocol.NotNegotiated(McuType.CHAT, n.leg(), why));
  }

  private Rejection full() {
    return Rejection.of(
        Rejection.Reason.CAPACITY_EXCEEDED,
        "The chat is full (at most " + settings.chat().mostParticipants() + " participants)");
  }

  private SessionAnswer ownOffer(String host) {
    StreamDescriptor stream =
        ChatDialect.SIP.describe(host, Direction.SENDRECV, settings.chat().acceptTypes());
    return new SessionAnswer(List.of(stream));
  }

  /**
   * Our address for a description. What the peer describes is of no use here: nothing flows there,
   * and the clients of OCS name the loopback address.
   */
  private Optional<String> host(String peerHost) {
    return own.towards(List.of(), peerHost)
        .map(a -> settings.advertised(a).orElse(a))
        .map(InetAddress::getHostAddress)
        .map(text -> text.indexOf('%') < 0 ? text : text.substring(0, text.indexOf('%')));
  }

  private Effect<ChatEvent, ChatLog> onConnect(ChatLog log, McuProtocol.Connect c) {
    prepared.remove(c.leg());
    boolean room = fanout.has(c.user()) || fanout.users() < settings.chat().mostParticipants();
    if (c.remote().streams().isEmpty()) {
      return room && !fanout.has(c.leg()) ? pagerCame(c) : Effect().none();
    }
    Optional<AcceptedTypes> types = ChatDialect.accepted(c.remote());
    if (types.isEmpty() && fanout.has(c.leg()) && !log.in(epoch).pagers().containsKey(c.leg())) {
      fanout.release(c.leg()); // the peer has ended the stream and keeps the leg
      turn();
    }
    if (types.isEmpty() || !room) {
      Rejection why =
          room
              ? Rejection.of(
                  Rejection.Reason.MEDIA_NOT_ACCEPTABLE, "No stream of messages in the answer")
              : full();
      focus.tell(new McuProtocol.NotConnected(McuType.CHAT, c.leg(), why));
      return Effect().none();
    }
    boolean late = !fanout.has(c.leg());
    fanout.connect(c.leg(), c.user(), types.get());
    if (late && settings.chat().history() > 0) {
      fanout.tellHistory(c.leg(), log.in(epoch).recent());
      turn();
    }
    return Effect().none();
  }

  private Effect<ChatEvent, ChatLog> pagerCame(McuProtocol.Connect c) {
    return Effect()
        .persist(new ChatEvent.PagerCame(epoch, c.leg(), c.user()))
        .thenRun(log -> fanout.connect(c.leg(), c.user(), AcceptedTypes.PLAIN_TEXT));
  }

  private Effect<ChatEvent, ChatLog> onRevive(ChatLog log, McuProtocol.Revive r) {
    Optional<AcceptedTypes> types = ChatDialect.accepted(r.remote());
    boolean known = fanout.has(r.leg());
    if (types.isPresent()) {
      fanout.connect(r.leg(), r.user(), types.get());
      if (!known) {
        fanout.resume(r.leg(), before);
        turn();
      }
    }
    return Effect().none();
  }

  private Effect<ChatEvent, ChatLog> onRelease(ChatLog log, McuProtocol.Release r) {
    prepared.remove(r.leg());
    return gone(log, r.leg());
  }

  private Effect<ChatEvent, ChatLog> gone(ChatLog log, int leg) {
    fanout.release(leg);
    turn();
    return log.in(epoch).pagers().containsKey(leg)
        ? Effect().persist(new ChatEvent.PagerWent(epoch, leg))
        : Effect().none();
  }

  /** A leg without a session that answers 481, or is not there any more, is no leg. */
  private Effect<ChatEvent, ChatLog> onDelivered(ChatLog log, McuProtocol.Delivered d) {
    fanout.delivered(d);
    return d.status() == NO_DIALOG && log.in(epoch).pagers().containsKey(d.leg())
        ? gone(log, d.leg())
        : Effect().none();
  }

  private Effect<ChatEvent, ChatLog> onSay(ChatLog stored, McuProtocol.Say say) {
    ChatLog log = stored.in(epoch);
    OptionalLong known = log.lineOf(say.key());
    if (known.isPresent()) {
      focus.tell(new McuProtocol.Said(say.key(), known.getAsLong()));
      return Effect().none();
    }
    Optional<Rejection> no = refusal(say);
    if (no.isPresent()) {
      focus.tell(new McuProtocol.NotSaid(say.key(), no.get()));
      return Effect().none();
    }
    String type = say.content().mediaType();
    if (type.equals(TYPING) || type.equals(RECEIPT)) {
      focus.tell(new McuProtocol.Said(say.key(), 0));
      if (type.equals(TYPING)) {
        fanout.typing(line(0, say), say.leg());
        turn();
      }
      return Effect().none();
    }
    ChatLine line = line(log.last() + 1, say);
    return Effect()
        .persist(new ChatEvent.LineSaid(epoch, say.key(), say.leg(), fanout.newestLeg(), line))
        .thenRun(
            next -> {
              focus.tell(new McuProtocol.Said(say.key(), line.number()));
              fanout.say(line, say.leg());
              turn();
            });
  }

  private static ChatLine line(long number, McuProtocol.Say say) {
    return new ChatLine(number, say.at(), say.sender(), say.to(), say.content());
  }

  private Optional<Rejection> refusal(McuProtocol.Say say) {
    ChatSettings chat = settings.chat();
    String type = say.content().mediaType();
    int bytes = say.content().bytes().length + say.content().type().length();
    if (!fanout.has(say.sender()) && fanout.users() >= chat.mostParticipants()) {
      return Optional.of(full());
    } else if (!chat.acceptTypes().contains(type)) {
      return no(
          Rejection.Reason.CONTENT_NOT_ACCEPTABLE,
          "Content-Type: " + shown(type) + " (expected: one of " + chat.acceptTypes() + ")");
    } else if (bytes > chat.mostBytes()) {
      return no(
          Rejection.Reason.MALFORMED,
          "line of " + bytes + " bytes (expected: at most " + chat.mostBytes() + ")");
    } else if (say.to().isPresent()
        && !type.equals(TYPING)
        && !fanout.anybodyFor(say.to().get(), say.leg())) {
      return no(Rejection.Reason.UNKNOWN_USER, say.to().get() + " has no chat here");
    }
    return Optional.empty();
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }

  private static String shown(String type) {
    return type.length() > 80 ? type.substring(0, 80) + "..." : type;
  }

  private Effect<ChatEvent, ChatLog> onEnded(ChatLog log) {
    return log.in(epoch).isEmpty()
        ? Effect().stop()
        : Effect().persist(new ChatEvent.ChatEnded(epoch)).thenStop();
  }

  /** The clockwork turns as long as there is something to do. */
  private void turn() {
    if (!ticking) {
      ticking = true;
      timers.startTimerWithFixedDelay(CLOCKWORK, new Tick(), settings.chat().reportAfter());
    }
  }

  private Effect<ChatEvent, ChatLog> onTick(ChatLog stored) {
    ChatLog log = stored.in(epoch);
    Optional<ChatEvent.LinesReached> reached = fanout.tick(epoch, log);
    if (reached.isPresent()) {
      return Effect().persist(reached.get());
    }
    if (fanout.quiet(log)) {
      ticking = false;
      timers.cancel(CLOCKWORK);
    }
    return Effect().none();
  }
}
