package org.confocal.mcu;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.media.CommandResult;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionParameters;

/**
 * The audio-video MCU of one conference. Everything it knows it was told by the focus and could be
 * told again.
 */
public final class AudioVideoMcu extends AbstractBehavior<McuProtocol.Command> {
  private record FromNode(MediaNode.Event event) implements McuProtocol.McuInternal {}

  /** A leg whose port is being reserved: what waits for the answer. */
  private record Waiting(
      Optional<McuProtocol.Negotiate> negotiate, Optional<McuProtocol.Revive> revive) {
    /** A question that comes while the port is being reserved waits for the same port. */
    Waiting and(McuProtocol.Negotiate later) {
      return new Waiting(Optional.of(later), revive);
    }
  }

  private final FocusKey conference;
  private final long epoch;
  private final ActorRef<McuProtocol.Event> focus;
  private final ActorRef<MediaNode.Command> node;
  private final ActorRef<MediaNode.Event> ear;
  private final McuSettings settings;
  private final McuSounds sounds;
  private final OfferAnswer offerAnswer;
  private final IceNegotiation ice;
  private final Revival revival;
  private final OwnAddress own = new OwnAddress(IpLiteral::ownTowards);
  private final Map<Integer, MediaPlace> places = new HashMap<>();
  private final Map<Integer, String> peers = new HashMap<>();
  private final Map<Integer, SessionAnswer> described = new HashMap<>();
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private final ConferenceRecording recording;
  private final Insistence insistence;
  private boolean over;

  private AudioVideoMcu(
      ActorContext<McuProtocol.Command> context,
      FocusKey conference,
      long epoch,
      ActorRef<McuProtocol.Event> focus,
      ActorRef<MediaNode.Command> node,
      McuSounds.Site site) {
    super(context);
    this.conference = conference;
    this.epoch = epoch;
    this.focus = focus;
    this.node = node;
    this.settings = site.settings();
    SecureMedia secure = new SecureMedia(settings.srtp(), new SecureRandom());
    this.offerAnswer = new OfferAnswer(settings.codecs(), secure);
    this.ice = new IceNegotiation(settings.ice(), new SecureRandom());
    this.revival = new Revival(secure, ice);
    this.ear = context.messageAdapter(MediaNode.Event.class, FromNode::new);
    this.recording =
        new ConferenceRecording(context, conference, epoch, focus, node, settings.recording());
    node.tell(new MediaNode.Attach(conference, epoch, ear));
    this.insistence = new Insistence(context, conference, epoch, node);
    this.sounds = new McuSounds(context, insistence, focus, site);
  }

  static Behavior<McuProtocol.Command> create(
      FocusKey conference,
      long epoch,
      ActorRef<McuProtocol.Event> focus,
      ActorRef<MediaNode.Command> node,
      McuSounds.Site site) {
    return Behaviors.withMdc(
        McuProtocol.Command.class,
        Map.of("conference", conference.value()),
        Behaviors.setup(
            context -> new AudioVideoMcu(context, conference, epoch, focus, node, site)));
  }

  @Override
  public Receive<McuProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(McuProtocol.Negotiate.class, this::onNegotiate)
        .onMessage(McuProtocol.Connect.class, this::onConnect)
        .onMessage(McuProtocol.Revive.class, this::onRevive)
        .onMessage(McuProtocol.Release.class, this::onRelease)
        .onMessage(McuProtocol.Muted.class, this::onMuted)
        .onMessage(McuProtocol.OfSound.class, this::onSound)
        .onMessage(McuSounds.Loaded.class, this::onLoaded)
        .onMessage(McuProtocol.Locked.class, m -> this) // the gate is the focus's
        .onMessage(McuProtocol.Say.class, m -> onSay(m))
        .onMessage(McuProtocol.Delivered.class, m -> this)
        .onMessage(McuProtocol.StartRecording.class, m -> did(() -> recording.begin(m)))
        .onMessage(McuProtocol.StopRecording.class, m -> did(() -> recording.stop(m)))
        .onMessage(ConferenceRecording.Due.class, m -> did(() -> recording.due(m)))
        .onMessage(Insistence.Again.class, m -> did(() -> insistence.again(m)))
        .onMessage(McuProtocol.Ended.class, m -> onEnded())
        .onMessage(FromNode.class, this::onNode)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<McuProtocol.Command> did(Runnable deed) {
    deed.run();
    return this;
  }

  private Behavior<McuProtocol.Command> onNegotiate(McuProtocol.Negotiate n) {
    if (n.offer().isPresent() && !offerAnswer.acceptable(n.offer().get())) {
      n.replyTo()
          .tell(
              new McuProtocol.NotNegotiated(
                  McuType.AUDIO_VIDEO,
                  n.leg(),
                  Rejection.of(
                      Rejection.Reason.MEDIA_NOT_ACCEPTABLE,
                      offerAnswer.objection(n.offer().get()))));
      return this;
    }
    peers.put(n.leg(), n.peerHost());
    MediaPlace place = places.get(n.leg());
    if (place != null) {
      n.replyTo()
          .tell(
              new McuProtocol.Negotiated(McuType.AUDIO_VIDEO, n.leg(), describe(n, place), place));
      return this;
    }
    if (waiting.containsKey(n.leg())) {
      waiting.computeIfPresent(n.leg(), (leg, w) -> w.and(n));
      return this;
    }
    Optional<InetAddress> local =
        own.towards(n.offer().map(SessionOffer::streams).orElseGet(List::of), n.peerHost());
    if (local.isEmpty()) {
      n.replyTo()
          .tell(
              new McuProtocol.NotNegotiated(
                  McuType.AUDIO_VIDEO, n.leg(), unavailable("No route to your address")));
      return this;
    }
    reserve(
        n.leg(),
        local.get(),
        Reservation.on(local.get()),
        new Waiting(Optional.of(n), Optional.empty()));
    return this;
  }

  private Behavior<McuProtocol.Command> onRevive(McuProtocol.Revive r) {
    described.put(r.leg(), r.local());
    peers.put(r.leg(), r.peerHost());
    Optional<InetAddress> local = own.again(r.place().host(), r.remote().streams(), r.peerHost());
    if (local.isEmpty()) {
      focus.tell(new McuProtocol.StreamLost(r.leg(), 0));
      return this;
    }
    reserve(
        r.leg(),
        local.get(),
        new Reservation(local.get(), r.place().port(), revival.ssrc(r)),
        new Waiting(Optional.empty(), Optional.of(r)));
    return this;
  }

  private void reserve(int leg, InetAddress local, Reservation wish, Waiting why) {
    getContext().getLog().debug("reserving leg={} local={}", leg, local);
    waiting.put(leg, why);
    node.tell(new MediaNode.Reserve(conference, leg, epoch, wish));
  }

  private Behavior<McuProtocol.Command> onConnect(McuProtocol.Connect c) {
    sounds.comes(c.leg(), c.user());
    connect(c.leg(), c.remote(), c.local(), c.waits());
    sounds.connected(c.leg(), c.waits());
    return this;
  }

  private void connect(int leg, SessionOffer remote, SessionAnswer local, boolean waits) {
    described.put(leg, local);
    if (remote.agreed(local).keyless()) {
      return; // the peer is being asked for new keys; what flows goes on, or nothing does
    }
    ice.settled(leg, remote, local);
    Optional<SessionParameters> parameters =
        OfferAnswer.parameters(remote, local, peers.getOrDefault(leg, ""));
    if (parameters.isEmpty()) {
      focus.tell(
          new McuProtocol.NotConnected(
              McuType.AUDIO_VIDEO,
              leg,
              Rejection.of(
                  Rejection.Reason.MEDIA_NOT_ACCEPTABLE, "No usable audio in the answer")));
      return;
    }
    node.tell(new MediaNode.Connect(conference, leg, epoch, parameters.get().waiting(waits)));
    recording.connected(leg, waits);
  }

  private Behavior<McuProtocol.Command> onRelease(McuProtocol.Release r) {
    waiting.remove(r.leg());
    places.remove(r.leg());
    described.remove(r.leg());
    ice.forget(r.leg());
    peers.remove(r.leg());
    sounds.released(r.leg());
    recording.gone(r.leg());
    node.tell(new MediaNode.Close(conference, r.leg(), epoch));
    return this;
  }

  private Behavior<McuProtocol.Command> onMuted(McuProtocol.Muted m) {
    node.tell(new MediaNode.Mute(conference, m.leg(), epoch, m.muted()));
    return this;
  }

  private Behavior<McuProtocol.Command> onSound(McuProtocol.OfSound order) {
    sounds.ordered(order);
    return this;
  }

  private Behavior<McuProtocol.Command> onLoaded(McuSounds.Loaded loaded) {
    sounds.loaded(loaded);
    return this;
  }

  private Behavior<McuProtocol.Command> onSay(McuProtocol.Say say) {
    focus.tell(
        new McuProtocol.NotSaid(
            say.key(),
            Rejection.of(Rejection.Reason.NOT_SUPPORTED, "Audio carries no written lines")));
    return this;
  }

  private Behavior<McuProtocol.Command> onEnded() {
    over = !recording.endsLater();
    node.tell(new MediaNode.CloseAll(conference, epoch, ear, !over));
    return over ? Behaviors.stopped() : ending();
  }

  /** The last piece of a recording is not on disk yet: nothing else is heard any more. */
  private Behavior<McuProtocol.Command> ending() {
    return newReceiveBuilder()
        .onMessage(
            FromNode.class,
            from -> recording.endsWith(from.event()) ? Behaviors.stopped() : Behaviors.same())
        .onMessage(ConferenceRecording.TooLate.class, m -> Behaviors.stopped())
        .onAnyMessage(m -> Behaviors.same())
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<McuProtocol.Command> onStopped() {
    if (!over) {
      node.tell(new MediaNode.Detach(conference, epoch, ear));
    }
    return this;
  }

  private Behavior<McuProtocol.Command> onNode(FromNode from) {
    MediaNode.Event event = from.event();
    if (event instanceof MediaNode.Reserved r) {
      onReserved(r);
    } else if (event instanceof MediaNode.Refused r) {
      onRefused(r);
    } else if (event instanceof MediaNode.Alive a) {
      focus.tell(new McuProtocol.StreamAlive(a.leg()));
      recording.alive(a.leg());
    } else if (event instanceof MediaNode.Lost l) {
      focus.tell(new McuProtocol.StreamLost(l.leg(), l.silentForMs()));
    } else if (event instanceof MediaNode.Talking t) {
      focus.tell(new McuProtocol.Talking(t.legs()));
    } else if (event instanceof MediaNode.Ordered o) {
      insistence.answered(o);
      sounds.answered(o);
    } else if (event instanceof MediaNode.Dtmf d) {
      getContext()
          .getLog()
          .info("key pressed leg={} key={} ms={}", d.leg(), d.digit(), d.durationMs());
    } else if (!recording.heard(event)) {
      throw new AssertionError(event);
    }
    return this;
  }

  private void onReserved(MediaNode.Reserved reserved) {
    int leg = reserved.leg();
    Waiting why = waiting.remove(leg);
    if (why == null) {
      if (!places.containsKey(leg)) { // released meanwhile, and not the answer to a repetition
        node.tell(new MediaNode.Close(conference, leg, epoch));
      }
    } else if (reserved.result() instanceof ReserveResult.Reserved r) {
      MediaPlace place =
          new MediaPlace(told(r.local().getAddress()), r.local().getPort(), r.ssrc());
      places.put(leg, place);
      if (places.size() == 1) {
        sounds.firstSession();
      }
      recording.legThere(leg);
      why.revive().ifPresent(revive -> revived(revive, place));
      why.negotiate()
          .ifPresent(
              n ->
                  n.replyTo()
                      .tell(
                          new McuProtocol.Negotiated(
                              McuType.AUDIO_VIDEO, leg, describe(n, place), place)));
    } else if (reserved.result() instanceof CommandResult.Stale s) {
      fenced(s.highest());
    } else {
      why.negotiate()
          .ifPresent(
              n ->
                  n.replyTo()
                      .tell(
                          new McuProtocol.NotNegotiated(
                              McuType.AUDIO_VIDEO, leg, unavailable("No media port is free"))));
      why.revive()
          .ifPresent(
              r ->
                  focus.tell(
                      new McuProtocol.NotConnected(
                          McuType.AUDIO_VIDEO, leg, unavailable("No media port is free"))));
    }
  }

  private void revived(McuProtocol.Revive revive, MediaPlace place) {
    sounds.returns(revive.leg(), revive.user(), revive.waits());
    revival
        .moved(revive, place)
        .ifPresentOrElse(
            focus::tell,
            () -> connect(revive.leg(), revive.remote(), revive.local(), revive.waits()));
  }

  /** An epoch that is not higher than ours is an answer to somebody before us. */
  private void fenced(long highest) {
    if (highest > epoch) {
      focus.tell(new McuProtocol.Fenced(highest));
    }
  }

  private void onRefused(MediaNode.Refused refused) {
    if (refused.result() instanceof CommandResult.Stale s) {
      fenced(s.highest());
    } else if (refused.leg() > 0) {
      getContext().getLog().warn("media refused leg={} result={}", refused.leg(), refused.result());
      focus.tell(
          new McuProtocol.NotConnected(
              McuType.AUDIO_VIDEO, refused.leg(), unavailable("Media is not available")));
    }
  }

  private SessionAnswer describe(McuProtocol.Negotiate n, MediaPlace place) {
    Optional<SessionAnswer> before = Optional.ofNullable(described.get(n.leg()));
    return n.offer()
        .map(o -> ice.answer(n.leg(), o, offerAnswer.answer(o, place, before)))
        .orElseGet(() -> ice.offer(n.leg(), offerAnswer.ownOffer(place, before), before));
  }

  /** How we call the address that is bound: the settings may know another name for it. */
  private String told(InetAddress bound) {
    String text = settings.advertised(bound).orElse(bound).getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  private Rejection unavailable(String text) {
    return Rejection.unavailable(text, Duration.ofSeconds(settings.retryAfterSeconds()));
  }
}
