package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;

/** What MCUs tell the focus, and the end of an MCU. */
final class McuEvents {
  /** The pause is over that an MCU gets that ends too often. */
  record RestartDue(McuType type) implements FocusProtocol.FocusInternal {}

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final McuRestarts restarts;

  McuEvents(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
    this.restarts = new McuRestarts(env.settings().mcuRestartAfter(), env.ids());
  }

  /** Everything but {@link McuProtocol.Fenced}, after which a focus does nothing any more. */
  Step told(Conference state, McuProtocol.Event event) {
    if (event instanceof McuProtocol.Negotiated n) {
      return parts.joins.negotiated(n) || parts.dialOuts.negotiated(state, n)
          ? Step.NONE
          : with(state, n.leg(), leg -> prepared(state, leg, n));
    } else if (event instanceof McuProtocol.NotNegotiated n) {
      return notNegotiated(state, n);
    } else if (event instanceof McuProtocol.NotConnected n) {
      return notConnected(state, n);
    } else if (event instanceof McuProtocol.Moved m) {
      return with(state, m.leg(), leg -> parts.changes.moved(leg, m, now()));
    } else if (event instanceof McuProtocol.StreamAlive a) {
      parts.mouth.toParticipant(state, a.leg(), new ParticipantProtocol.LegFlows(a.leg()));
      state.leg(a.leg()).ifPresent(leg -> parts.introductions.alive(state, leg, now()));
      return Step.NONE;
    } else if (event instanceof McuProtocol.StreamLost l) {
      parts.mouth.toParticipant(state, l.leg(), new ParticipantProtocol.LegSilent(l.leg()));
      return Step.NONE;
    } else if (event instanceof McuProtocol.Talking t) {
      parts.talkers.told(t);
      return Step.NONE;
    } else if (event instanceof McuProtocol.PlayResult p) {
      parts.sounds.played(p);
      return Step.NONE;
    } else if (event instanceof McuProtocol.Said s) {
      return parts.chats.said(state, s);
    } else if (event instanceof McuProtocol.NotSaid s) {
      return parts.chats.notSaid(state, s);
    } else if (event instanceof McuProtocol.Deliver d) {
      parts.chats.deliver(state, d);
      return Step.NONE;
    } else if (event instanceof McuProtocol.Report r) {
      parts.chats.report(state, r);
      return Step.NONE;
    } else if (event instanceof McuProtocol.Recorded r) {
      return parts.recorder.recorded(state, r);
    } else if (event instanceof McuProtocol.RecordingFailed f) {
      return parts.recorder.failed(state, f);
    }
    throw new AssertionError(event);
  }

  private Step prepared(Conference state, Leg leg, McuProtocol.Negotiated n) {
    return parts.introductions.concerns(n)
        ? parts.introductions.negotiated(leg, n, now())
        : parts.introductions.noticed(
            state, parts.dialogs.changed(leg, parts.changes.negotiated(leg, n, now())), now());
  }

  private Step notNegotiated(Conference state, McuProtocol.NotNegotiated n) {
    if (parts.joins.notNegotiated(n)) {
      return parts.departures.endIfEmpty(state);
    }
    if (parts.dialOuts.notNegotiated(state, n)) {
      return Step.NONE;
    }
    parts.introductions.notNegotiated(n);
    Step step = with(state, n.leg(), leg -> parts.changes.notNegotiated(leg, n, now()));
    return parts.introductions.noticed(state, step, now());
  }

  /** One stream that fails takes nothing else with it, unless it was all there was. */
  private Step notConnected(Conference state, McuProtocol.NotConnected n) {
    Optional<Leg> leg = state.leg(n.leg());
    if (leg.isEmpty()) {
      return Step.NONE;
    }
    if (leg.get().media().size() > 1) {
      context
          .getLog()
          .warn(
              "stream not connected leg={} mcu={} why=\"{}\"",
              n.leg(),
              n.mcu().token(),
              n.rejection().text());
      return Step.NONE;
    }
    return parts.departures.sentAway(
        state, leg.get(), Departure.MEDIA_FAILED, n.rejection().text());
  }

  /**
   * An MCU has ended before its conference: a new one is told everything again. Whoever holds media
   * must be fenced from its predecessor first.
   */
  Step gone(Conference state, FocusMouth.McuGone gone) {
    if (!parts.mouth.mcuGone(gone)) {
      return Step.NONE;
    }
    if (!state.active()) {
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    if (gone.type() == McuType.AUDIO_VIDEO) {
      parts.sounds.forsaken();
    }
    Duration pause = restarts.ended(gone.type(), now());
    context
        .getLog()
        .warn("mcu ended type={} legs={} pause={}", gone.type(), state.legs().size(), pause);
    if (pause.isZero()) {
      return restarted(state, gone.type());
    }
    parts.mouth.rests(gone.type());
    context.scheduleOnce(pause, context.getSelf(), new RestartDue(gone.type()));
    return Step.NONE;
  }

  Step restartDue(Conference state, RestartDue due) {
    return parts.mouth.wakes(due.type()) && state.active()
        ? restarted(state, due.type())
        : Step.NONE;
  }

  private Step restarted(Conference state, McuType type) {
    if (type == McuType.AUDIO_VIDEO) {
      return takeOver(state);
    }
    state.allLegs().stream()
        .filter(leg -> leg.media().contains(type))
        .forEach(leg -> parts.mouth.revive(leg, Set.of(type)));
    askAgain(state);
    return Step.NONE;
  }

  /** A new life of the focus: what waited for the old MCUs is asked again. */
  Step takeOver(Conference state) {
    parts.talkers.forget();
    return parts
        .life
        .takeOver(state)
        .andThen(
            next -> {
              parts.mouth.ways().find();
              parts.sounds.forsaken();
              askAgain(next);
              parts.recorder.recovered(next);
              parts.subscriptions.recovered(next);
              next.lobby().forEach(parts.lobby::came);
            });
  }

  private void askAgain(Conference state) {
    parts.joins.negotiateAll(state);
    parts.changes.negotiateAll();
    parts.dialOuts.negotiateAll(state);
    parts.introductions.negotiateAll(state);
  }

  private static Step with(Conference state, int leg, Function<Leg, Step> deed) {
    return state.leg(leg).map(deed).orElse(Step.NONE);
  }

  private Instant now() {
    return env.clock().instant();
  }
}
