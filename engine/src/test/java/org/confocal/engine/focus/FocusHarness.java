package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Meter;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Lifetime;
import org.confocal.engine.conference.Promotion;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuProvider;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Keys;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.engine.roster.SubscriptionStyle;
import org.jspecify.annotations.Nullable;

/** A focus with a scripted MCU and probes where edges are: tests speak conference. */
final class FocusHarness {
  private static final AtomicInteger CONFERENCES = new AtomicInteger(10_000_000);

  final ConferenceUri uri =
      new ConferenceUri(
          new UserUri("sip:dana@example.test"),
          new ConferenceId(Integer.toString(CONFERENCES.incrementAndGet())));
  final FocusKey key = FocusKey.of(uri);
  Meeting meeting =
      new Meeting(uri, new MeetingNumber("9000"), "Budget", Admission.OPEN, Instant.EPOCH, 1);

  /** From now on the meeting may use these media types only. */
  void allows(Set<McuType> media) {
    MeetingTerms terms =
        new MeetingTerms(Optional.empty(), List.of(), media, false, Optional.empty());
    meeting = meeting.changed(meeting.subject(), meeting.admission(), terms, Instant.EPOCH);
  }

  /** The table of running conferences, in memory. */
  static final class Table implements ActiveConferences {
    final Set<String> rows = new ConcurrentSkipListSet<>();

    @Override
    public CompletionStage<Void> add(ActiveConferences.Entry entry) {
      rows.add(entry.key().value());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> remove(FocusKey key) {
      rows.remove(key.value());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<List<ActiveConferences.Entry>> list(int limit) {
      return CompletableFuture.completedFuture(new ArrayList<>());
    }
  }

  /** As it ships. */
  static final LifeSettings LIFE =
      new LifeSettings(
          new Lifetime(Duration.ofHours(24), Duration.ofMinutes(10)),
          Duration.ofMinutes(5),
          Promotion.NOBODY,
          false,
          new ConferencePolicy("default", 1000, true, true, true));

  /** What the organizer's factory tells with each join. */
  Optional<ConferencePolicy> policy = Optional.empty();

  Optional<Instant> expires = Optional.empty();

  private final ActorTestKit kit;
  private final AtomicInteger ids = new AtomicInteger();
  final Table table = new Table();
  final TestProbe<EdgeProtocol.Command> edge;
  final ActorRef<EdgeProtocol.Command> relay;

  /** Whose connections the edge has that a focus finds when it starts again. */
  volatile List<PeerAddress> peers = List.of();

  /** Whether that edge is the one that peers have the Contact of. */
  volatile boolean ownsContacts = true;

  /** What a focus that starts again asks it. */
  final TestProbe<EdgeProtocol.Attach> attaches;

  /** What went by that edge. */
  final AtomicInteger relayed = new AtomicInteger();

  final TestProbe<McuProtocol.Command> mcu;
  final TestProbe<McuProtocol.Command> chat;
  final TestProbe<ClusterSharding.ShardCommand> shard;
  final TestProbe<FocusProtocol.LeaveReply> leaves;
  final FocusSettings settings;
  Instant now = Instant.parse("2026-11-22T09:00:00Z");
  ActorRef<FocusProtocol.Command> focus;

  FocusHarness(ActorTestKit kit, int maxLegs) {
    this(kit, maxLegs, Scene.SETTINGS);
  }

  FocusHarness(ActorTestKit kit, int maxLegs, RosterSettings roster) {
    this(kit, maxLegs, roster, LIFE);
  }

  FocusHarness(ActorTestKit kit, int maxLegs, RosterSettings roster, LifeSettings life) {
    this.kit = kit;
    this.edge = kit.createTestProbe();
    this.attaches = kit.createTestProbe();
    this.mcu = kit.createTestProbe();
    this.chat = kit.createTestProbe();
    this.shard = kit.createTestProbe();
    this.leaves = kit.createTestProbe();
    this.settings =
        new FocusSettings(
            maxLegs,
            100,
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofMinutes(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(40),
            Duration.ofMillis(50),
            1000,
            Duration.ofMillis(10),
            Duration.ofMillis(500),
            new ControlSettings(false, true, 2, 100, Duration.ofMinutes(3)),
            roster,
            life,
            new GateSettings(
                6,
                Duration.ofMinutes(10),
                3,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                3,
                5,
                Duration.ofMinutes(30)));
    this.relay = kit.spawn(relay());
    kit.system().receptionist().tell(Receptionist.register(EdgeProtocol.KEY, relay));
    this.focus = start();
  }

  /**
   * The edge that a focus finds when it starts again: every Contact of this conference is its own.
   * What it is ordered goes on to {@link #edge}.
   */
  private Behavior<EdgeProtocol.Command> relay() {
    return Behaviors.setup(
        context ->
            Behaviors.receiveMessage(
                message -> {
                  if (message instanceof EdgeProtocol.Attach attach) {
                    boolean asked = attach.focus().equals(key);
                    List<String> own = asked && ownsContacts ? attach.contacts() : List.of();
                    if (asked) {
                      attaches.getRef().tell(attach);
                    }
                    attach.replyTo().tell(new EdgeProtocol.Carries(context.getSelf(), own, peers));
                  } else {
                    relayed.incrementAndGet();
                    edge.getRef().tell(message);
                  }
                  return Behaviors.same();
                }));
  }

  private ActorRef<FocusProtocol.Command> start() {
    return kit.spawn(
        Focus.create(
            key,
            shard.getRef(),
            new Focus.Environment(
                table,
                mcus(),
                edge.getRef(),
                digits -> String.format("%0" + digits + "x", ids.incrementAndGet()),
                () -> now,
                meter,
                settings)));
  }

  private McuProvider mcus() {
    return new McuProvider() {
      @Override
      public Behavior<McuProtocol.Command> mcu(
          McuType type, FocusKey conference, long epoch, ActorRef<McuProtocol.Event> events) {
        asked.add(type);
        if (type == McuType.CHAT && chatBroken) {
          throw new IllegalStateException("broken on purpose");
        }
        if (type == McuType.CHAT) {
          chatEvents = events;
          return scriptedChat();
        }
        mcuEvents = events;
        CompletableFuture<ActorRef<McuProtocol.Command>> made = new CompletableFuture<>();
        madeMcu = made;
        return Behaviors.setup(
            context -> {
              made.complete(context.getSelf());
              return endsAtOnce ? ended() : scriptedMcu(events);
            });
      }

      @Override
      public Optional<Rejection> recordingRefusal() {
        return records ? Optional.empty() : McuProvider.super.recordingRefusal();
      }
    };
  }

  /** Whether the MCUs can record. */
  volatile boolean records = true;

  /** Where the audio MCU speaks to. */
  private volatile @Nullable ActorRef<McuProtocol.Event> mcuEvents;

  /** The newest audio MCU, as soon as there is one. */
  private volatile @Nullable CompletableFuture<ActorRef<McuProtocol.Command>> madeMcu;

  /** What the audio MCU was told up to now. It passes on by itself, so it is asked, too. */
  List<McuProtocol.Command> allToldToTheMcu() {
    view();
    McuProtocol.Command mark = new McuProtocol.Release(999);
    CompletableFuture<ActorRef<McuProtocol.Command>> made = madeMcu;
    (made == null ? mcu.getRef() : made.join()).tell(mark);
    List<McuProtocol.Command> told = new ArrayList<>();
    for (McuProtocol.Command m = mcu.receiveMessage(); m != mark; m = mcu.receiveMessage()) {
      told.add(m);
    }
    return told;
  }

  void mcuTells(McuProtocol.Event event) {
    Objects.requireNonNull(mcuEvents).tell(event);
  }

  /** Asking for a chat MCU fails, and with it the focus that asks. */
  volatile boolean chatBroken;

  /** How many were missed by lines whose senders could not be told. */
  final AtomicInteger unreported = new AtomicInteger();

  private final Meter meter =
      new Meter() {
        @Override
        public void unreported(int missed) {
          unreported.addAndGet(missed);
        }
      };

  /** Where the chat MCU speaks to. */
  private volatile @Nullable ActorRef<McuProtocol.Event> chatEvents;

  void chatTells(McuProtocol.Event event) {
    Objects.requireNonNull(chatEvents).tell(event);
  }

  /** What the MCU factory was asked for. */
  final List<McuType> asked = new CopyOnWriteArrayList<>();

  /** The chat MCU reports everything to its probe and takes every message stream. */
  private Behavior<McuProtocol.Command> scriptedChat() {
    return Behaviors.receive(McuProtocol.Command.class)
        .onMessage(
            McuProtocol.Negotiate.class,
            n -> {
              n.replyTo().tell(chatAnswer(n));
              return Behaviors.same();
            })
        .onMessage(McuProtocol.Ended.class, m -> Behaviors.stopped())
        .onAnyMessage(
            m -> {
              chat.getRef().tell(m);
              return Behaviors.same();
            })
        .build();
  }

  private static McuProtocol.Event chatAnswer(McuProtocol.Negotiate n) {
    List<StreamDescriptor> offered =
        n.offer().map(SessionOffer::streams).orElseGet(() -> List.of(messages("192.0.2.7")));
    List<StreamDescriptor> answer =
        offered.stream()
            .map(s -> s.type().equals("message") ? messages("192.0.2.1") : s.refused())
            .toList();
    return answer.stream().anyMatch(s -> s.port() != 0)
        ? new McuProtocol.Negotiated(
            McuType.CHAT, n.leg(), new SessionAnswer(answer), MediaPlace.NONE)
        : new McuProtocol.NotNegotiated(
            McuType.CHAT, n.leg(), Rejection.of(Rejection.Reason.MEDIA_NOT_ACCEPTABLE, "no text"));
  }

  static StreamDescriptor messages(String host) {
    return StreamDescriptor.messages(host, 5060, List.of("text/plain"));
  }

  /** The MCU reports everything to the probe and answers offers that hold a codec. */
  private Behavior<McuProtocol.Command> scriptedMcu(ActorRef<McuProtocol.Event> focusEvents) {
    return Behaviors.receive(McuProtocol.Command.class)
        .onMessage(
            McuProtocol.Negotiate.class,
            n -> {
              if (holdsBack) {
                mcu.getRef().tell(n);
                return Behaviors.same();
              }
              boolean usable =
                  n.offer().isEmpty() || !n.offer().get().streams().get(0).codecs().isEmpty();
              n.replyTo()
                  .tell(
                      usable
                          ? new McuProtocol.Negotiated(
                              McuType.AUDIO_VIDEO, n.leg(), answer(n), place(n.leg()))
                          : new McuProtocol.NotNegotiated(
                              McuType.AUDIO_VIDEO,
                              n.leg(),
                              Rejection.of(Rejection.Reason.MEDIA_NOT_ACCEPTABLE, "no codec")));
              return Behaviors.same();
            })
        .onMessage(McuProtocol.Ended.class, m -> endsLate ? Behaviors.same() : Behaviors.stopped())
        .onAnyMessage(
            m -> {
              mcu.getRef().tell(m);
              if (m instanceof McuProtocol.Revive r && r.leg() == movedLeg) {
                focusEvents.tell(
                    new McuProtocol.Moved(r.leg(), secured(local(77), newKeys), place(77)));
              }
              return Behaviors.same();
            })
        .build();
  }

  /** The MCU does not end with its conference. */
  volatile boolean endsLate;

  void endMcu() {
    endsLate = false;
    Objects.requireNonNull(madeMcu).join().tell(new McuProtocol.Ended());
  }

  /** The MCU ends as soon as it is there; its probe is told. */
  volatile boolean endsAtOnce;

  private Behavior<McuProtocol.Command> ended() {
    return Behaviors.setup(
        context -> {
          mcu.getRef().tell(new McuProtocol.Ended());
          return Behaviors.stopped();
        });
  }

  /** The MCU does not answer, the test does. */
  volatile boolean holdsBack;

  /** This leg is told as moved when it is revived. */
  volatile int movedLeg;

  /** By which the MCU protects the legs that are described to it. */
  volatile List<CryptoLine> keys = List.of();

  /** By which it protects those that it tells as moved. */
  volatile List<CryptoLine> newKeys = List.of();

  private static SessionAnswer secured(SessionAnswer local, List<CryptoLine> keys) {
    return new SessionAnswer(local.streams().stream().map(s -> s.with(keys)).toList());
  }

  private SessionAnswer answer(McuProtocol.Negotiate n) {
    StreamDescriptor own = secured(local(n.leg()), keys).streams().get(0);
    return n.offer()
        .map(
            o ->
                new SessionAnswer(
                    o.streams().stream()
                        .map(s -> s.type().equals("audio") ? own : s.refused())
                        .toList()))
        .orElseGet(() -> secured(local(n.leg()), keys));
  }

  static MediaPlace place(int leg) {
    return new MediaPlace("192.0.2.1", 20000 + 2 * leg, leg);
  }

  static SessionAnswer local(int leg) {
    return new SessionAnswer(List.of(audio("192.0.2.1", 20000 + 2 * leg, Direction.SENDRECV)));
  }

  static SessionOffer offer(int port) {
    return new SessionOffer(List.of(audio("192.0.2.7", port, Direction.SENDRECV)));
  }

  static SessionOffer uselessOffer() {
    StreamDescriptor s = audio("192.0.2.7", 4000, Direction.SENDRECV);
    return new SessionOffer(
        List.of(
            new StreamDescriptor(
                s.type(),
                s.protocol(),
                s.host(),
                s.port(),
                0,
                false,
                s.direction(),
                List.of("99"),
                List.of(),
                20)));
  }

  static StreamDescriptor audio(String host, int port, Direction direction) {
    return new StreamDescriptor(
        "audio",
        "RTP/AVP",
        host,
        port,
        0,
        false,
        direction,
        List.of(),
        List.of(new Codec(0, "PCMU", 8000, 1, "")),
        20);
  }

  /** One caller with his own probe for answers. */
  final class Phone {
    final String name;
    final TestProbe<FocusProtocol.InviteReply> replies = kit.createTestProbe();
    Optional<UserUri> proved = Optional.empty();
    Keys keys = Keys.NONE;
    String host = "192.0.2.7";
    String transport = "udp";
    ActorRef<EdgeProtocol.Command> by = edge.getRef();
    Optional<PeerAddress> source = Optional.empty();
    long cseq = 1;

    Phone(String name) {
      this.name = name;
    }

    RequestKey request(String method) {
      return new RequestKey("call-" + name, "tag-" + name, cseq, method);
    }

    void invite(Optional<SessionOffer> offer, Optional<SessionTimer> timer) {
      FocusProtocol.DialogSeed seed =
          new FocusProtocol.DialogSeed(
              "<sip:9000@example.test>",
              "<sip:" + name + "@example.test>",
              "sip:" + name + "@192.0.2.7:5070",
              "sip:c-" + key + "@192.0.2.1:5060",
              List.of(),
              new PeerAddress(transport, host, 5070),
              true);
      focus.tell(
          new FocusProtocol.Join(
              meeting,
              new FocusProtocol.Joining(
                  request("INVITE"),
                  Entry.PLAIN,
                  new Caller(proved, name, false, keys, source),
                  seed,
                  offer,
                  timer,
                  replies.getRef(),
                  by),
              policy,
              expires));
    }

    LegTag joins() {
      invite(Optional.of(offer(4000)), Optional.empty());
      return replies.expectMessageClass(FocusProtocol.Established.class).tag();
    }

    void offers(LegTag tag, SessionOffer offer) {
      cseq++;
      focus.tell(
          new FocusProtocol.Change(
              request("INVITE"),
              tag,
              FocusProtocol.ChangeKind.OFFER,
              Optional.of(offer),
              "sip:" + name + "@192.0.2.7:5070",
              new PeerAddress("udp", "192.0.2.7", 5070),
              Optional.empty(),
              replies.getRef()));
    }

    /** The ACK of the newest INVITE. */
    void acknowledges(LegTag tag) {
      acknowledges(tag, cseq);
    }

    void acknowledges(LegTag tag, long inviteCseq) {
      focus.tell(
          new FocusProtocol.Acknowledge(
              tag, "call-" + name, "tag-" + name, inviteCseq, Optional.empty()));
    }

    void refreshes(LegTag tag, String target, Optional<SessionTimer> timer) {
      cseq++;
      focus.tell(
          new FocusProtocol.Change(
              request("UPDATE"),
              tag,
              FocusProtocol.ChangeKind.REFRESH,
              Optional.empty(),
              target,
              new PeerAddress("udp", "192.0.2.7", 5070),
              timer,
              replies.getRef()));
    }

    Rejection.Reason refused() {
      return replies.expectMessageClass(FocusProtocol.Refused.class).rejection().reason();
    }

    void hangsUp(LegTag tag) {
      cseq++;
      focus.tell(new FocusProtocol.Leave(request("BYE"), tag, leaves.getRef()));
    }
  }

  /** A user with conference control: he has proved who he is. */
  final class Controller {
    final UserUri user;
    final String endpoint;
    final TestProbe<FocusProtocol.InviteReply> replies = kit.createTestProbe();
    final TestProbe<FocusProtocol.ControlReply> results = kit.createTestProbe();
    private final String call;
    private @Nullable LegTag tag;
    private Keys guest = Keys.NONE;
    long cseq = 1;

    private Controller(String name, String device) {
      this.user = UserUri.of(name, "example.test");
      this.call = name + device;
      this.endpoint = "{" + call + "}";
    }

    private RequestKey request(String method) {
      return new RequestKey("control-" + call, "tag-" + call, cseq, method);
    }

    void invites(Entry entry, String callId, Optional<SessionOffer> offer) {
      FocusProtocol.DialogSeed seed =
          new FocusProtocol.DialogSeed(
              "<" + uri + ">",
              "<" + user + ">",
              "sip:" + user.name() + "@192.0.2.7:5070",
              "sip:c-" + key + "@192.0.2.1:5060",
              List.of(),
              new PeerAddress("tcp", "192.0.2.7", 40_000 + call.length()),
              true);
      focus.tell(
          new FocusProtocol.Join(
              meeting,
              new FocusProtocol.Joining(
                  new RequestKey(callId, "tag-" + call, 1, "INVITE"),
                  entry,
                  new Caller(
                      guest.none() ? Optional.of(user) : Optional.empty(),
                      user.name(),
                      false,
                      guest),
                  seed,
                  offer,
                  Optional.empty(),
                  replies.getRef(),
                  edge.getRef()),
              policy,
              expires));
    }

    /** He proves nothing but that he knows a key. */
    Controller asGuest(Keys keys) {
      guest = keys;
      return this;
    }

    Controller joins() {
      invites(
          new Entry(LegKind.FOCUS, Optional.empty(), Optional.of(endpoint)),
          "control-" + call,
          Optional.empty());
      tag = replies.expectMessageClass(FocusProtocol.Established.class).tag();
      focus.tell(
          new FocusProtocol.Acknowledge(
              tag(), "control-" + call, "tag-" + call, 1, Optional.empty()));
      replies.expectMessageClass(FocusProtocol.Acknowledged.class);
      return this;
    }

    /** Comes to an MCU by its URI. */
    FocusProtocol.Established comesTo(McuType type) {
      invitesTo(type);
      return replies.expectMessageClass(FocusProtocol.Established.class);
    }

    void invitesTo(McuType type) {
      SessionOffer offer =
          type == McuType.CHAT
              ? new SessionOffer(List.of(messages("192.0.2.7")))
              : FocusHarness.offer(4000);
      invites(
          new Entry(LegKind.MEDIA, Optional.of(type), Optional.empty()),
          type.token() + "-" + call + "-" + ++cseq,
          Optional.of(offer));
    }

    void orders(ControlOrder order) {
      cseq++;
      repeats(order);
    }

    void repeats(ControlOrder order) {
      focus.tell(
          new FocusProtocol.Control(request("INFO"), tag(), "r" + cseq, order, results.getRef()));
    }

    ControlResult gets(ControlOrder order) {
      orders(order);
      return results.expectMessageClass(FocusProtocol.Controlled.class).result();
    }

    Rejection.Reason isDenied(ControlOrder order) {
      return gets(order).refusal().orElseThrow().reason();
    }

    void leaves() {
      cseq++;
      focus.tell(new FocusProtocol.Leave(request("BYE"), tag(), leaves.getRef()));
    }

    LegTag tag() {
      return Objects.requireNonNull(tag);
    }
  }

  Controller controller(String name) {
    return new Controller(name, "");
  }

  Controller controller(String name, String device) {
    return new Controller(name, device);
  }

  Phone phone(String name) {
    return new Phone(name);
  }

  /** Somebody who subscribes from where the phone of that name is. */
  final class Subscriber {
    final String name;
    final TestProbe<FocusProtocol.SubscribeReply> replies = kit.createTestProbe();
    Optional<UserUri> proved = Optional.empty();
    SubscriptionStyle style = SubscriptionStyle.PLAIN;
    Optional<LegTag> tag = Optional.empty();
    String target = "sip:there@192.0.2.7:5070";
    String device = "";
    String fromParameters = "";
    boolean inAnswer;
    long cseq;

    Subscriber(String name) {
      this.name = name;
    }

    /** The same request again is a call of this with {@code cseq} as it is. */
    void asks(int expires) {
      focus.tell(
          new FocusProtocol.Subscribe(
              new RequestKey("watch-" + name + device, "tag-" + name, cseq, "SUBSCRIBE"),
              tag,
              new Caller(proved, name, false),
              "sip:" + name + "@example.test",
              new FocusProtocol.DialogSeed(
                  "<sip:9000@example.test>",
                  "<sip:" + name + "@example.test>" + fromParameters,
                  target,
                  "sip:c-" + key + "@192.0.2.1:5060",
                  List.of(),
                  new PeerAddress("udp", "192.0.2.7", 5070),
                  true),
              style,
              expires,
              inAnswer,
              replies.getRef(),
              edge.getRef()));
    }

    FocusProtocol.Subscribed subscribes(int expires) {
      cseq++;
      asks(expires);
      FocusProtocol.Subscribed answer = replies.expectMessageClass(FocusProtocol.Subscribed.class);
      tag = Optional.of(answer.tag());
      return answer;
    }

    Rejection.Reason refused(int expires) {
      cseq++;
      asks(expires);
      return replies.expectMessageClass(FocusProtocol.NotSubscribed.class).rejection().reason();
    }
  }

  Subscriber subscriber(String name) {
    return new Subscriber(name);
  }

  /** The next document or end that an edge is asked to tell, whatever else it is asked. */
  EdgeProtocol.Notify told() {
    EdgeProtocol.Command next = edge.receiveMessage();
    while (next instanceof EdgeProtocol.Send) {
      next = edge.receiveMessage();
    }
    return (EdgeProtocol.Notify) next;
  }

  /** What edges were asked to tell up to now. */
  List<EdgeProtocol.Notify> allTold() {
    view();
    EdgeProtocol.Command mark = new EdgeProtocol.Drain(kit.<Done>createTestProbe().getRef());
    relay.tell(mark);
    List<EdgeProtocol.Notify> told = new ArrayList<>();
    for (EdgeProtocol.Command m = edge.receiveMessage(); m != mark; m = edge.receiveMessage()) {
      if (m instanceof EdgeProtocol.Notify n) {
        told.add(n);
      }
    }
    return told;
  }

  /** How a NOTIFY ended. */
  void ends(EdgeProtocol.Notice notice, EdgeProtocol.Outcome outcome, int status) {
    focus.tell(
        new FocusMouth.FromEdge(
            new EdgeProtocol.Result(
                notice.dialog().localTag().leg(),
                EdgeProtocol.Method.NOTIFY,
                notice.cseq(),
                outcome,
                Optional.empty(),
                status,
                Integer.toString(status))));
  }

  /** The process dies and another one takes over. */
  void crash() {
    kit.stop(focus);
    focus = start();
  }

  FocusProtocol.View view() {
    TestProbe<FocusProtocol.View> probe = kit.createTestProbe();
    focus.tell(new FocusProtocol.Show(probe.getRef()));
    return probe.receiveMessage();
  }

  List<Object> journal(PersistenceTestKit persistence) {
    return persistence.persistedInStorage("Focus|" + key);
  }
}
