package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.confocal.engine.Meter;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Entry;
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
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;

/** A focus with a scripted MCU and probes where edges are: tests speak conference. */
final class FocusHarness {
  private static final AtomicInteger CONFERENCES = new AtomicInteger(10_000_000);

  final ConferenceUri uri =
      new ConferenceUri(
          new UserUri("sip:dana@example.test"),
          new ConferenceId(Integer.toString(CONFERENCES.incrementAndGet())));
  final FocusKey key = FocusKey.of(uri);
  final Meeting meeting =
      new Meeting(uri, new MeetingNumber("9000"), "Budget", Admission.OPEN, Instant.EPOCH, 1);

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

  private final ActorTestKit kit;
  private final AtomicInteger ids = new AtomicInteger();
  final Table table = new Table();
  final TestProbe<EdgeProtocol.Command> edge;
  final TestProbe<McuProtocol.Command> mcu;
  final TestProbe<ClusterSharding.ShardCommand> shard;
  final TestProbe<FocusProtocol.LeaveReply> leaves;
  final FocusSettings settings;
  Instant now = Instant.parse("2026-11-22T09:00:00Z");
  ActorRef<FocusProtocol.Command> focus;

  FocusHarness(ActorTestKit kit, int maxLegs) {
    this.kit = kit;
    this.edge = kit.createTestProbe();
    this.mcu = kit.createTestProbe();
    this.shard = kit.createTestProbe();
    this.leaves = kit.createTestProbe();
    this.settings =
        new FocusSettings(
            maxLegs,
            100,
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMinutes(5),
            Duration.ofSeconds(40),
            Duration.ofMillis(50),
            1000,
            Duration.ofMillis(10));
    this.focus = start();
  }

  private ActorRef<FocusProtocol.Command> start() {
    return kit.spawn(
        Focus.create(
            key,
            shard.getRef(),
            new Focus.Environment(
                table,
                (type, conference, epoch, events) -> scriptedMcu(events),
                edge.getRef(),
                digits -> String.format("%0" + digits + "x", ids.incrementAndGet()),
                () -> now,
                Meter.NONE,
                settings)));
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
                              McuType.AUDIO_VIDEO, n.leg(), local(n.leg()), place(n.leg()))
                          : new McuProtocol.NotNegotiated(
                              McuType.AUDIO_VIDEO,
                              n.leg(),
                              Rejection.of(Rejection.Reason.MEDIA_NOT_ACCEPTABLE, "no codec")));
              return Behaviors.same();
            })
        .onMessage(McuProtocol.Ended.class, m -> Behaviors.stopped())
        .onAnyMessage(
            m -> {
              mcu.getRef().tell(m);
              if (m instanceof McuProtocol.Revive r && r.leg() == movedLeg) {
                focusEvents.tell(new McuProtocol.Moved(r.leg(), local(77), place(77)));
              }
              return Behaviors.same();
            })
        .build();
  }

  /** The MCU does not answer, the test does. */
  volatile boolean holdsBack;

  /** This leg is told as moved when it is revived. */
  volatile int movedLeg;

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

  private static StreamDescriptor audio(String host, int port, Direction direction) {
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
              new PeerAddress("udp", "192.0.2.7", 5070),
              true);
      focus.tell(
          new FocusProtocol.Join(
              meeting,
              new FocusProtocol.Joining(
                  request("INVITE"),
                  Entry.PLAIN,
                  new Caller(Optional.empty(), name, false),
                  seed,
                  offer,
                  timer,
                  replies.getRef(),
                  edge.getRef())));
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

  Phone phone(String name) {
    return new Phone(name);
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
