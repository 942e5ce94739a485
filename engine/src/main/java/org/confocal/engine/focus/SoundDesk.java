package org.confocal.engine.focus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Desk;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.Relation;
import org.confocal.engine.mcu.Tuning;

/**
 * Tells the audio MCU what is set for each leg and what is not what it was told. A new MCU knows
 * nothing and is told everything that is not as it is by itself.
 */
final class SoundDesk {
  private record Told(boolean muted, Tuning tuning) {
    static final Told NOTHING = new Told(false, Tuning.PLAIN);
  }

  private final FocusMouth mouth;
  private final Map<Integer, Told> told = new HashMap<>();
  private List<Relation> related = List.of();

  SoundDesk(FocusMouth mouth) {
    this.mouth = mouth;
  }

  /** These events were stored, their step is done, and this is the state after them. */
  void stored(Conference state, List<ConferenceEvent> events) {
    Set<Integer> touched = new TreeSet<>();
    boolean all = false;
    for (ConferenceEvent event : events) {
      if (event instanceof ConferenceEvent.FocusStarted) {
        told.clear();
        related = List.of();
        all = true;
      } else if (event instanceof ConferenceEvent.RoleChanged
          || event instanceof ConferenceEvent.FloorChanged) {
        all = true;
      } else {
        touch(event, touched);
      }
    }
    if (!state.active()) {
      return;
    }
    if (all) {
      state.allLegs().forEach(leg -> tell(state, leg));
    } else {
      touched.forEach(number -> tellOrForget(state, number));
    }
    relate(state);
  }

  private static void touch(ConferenceEvent event, Set<Integer> touched) {
    if (event instanceof ConferenceEvent.LegJoined e) {
      touched.add(e.leg().number());
    } else if (event instanceof ConferenceEvent.SessionChanged e) {
      touched.add(e.leg());
    } else if (event instanceof ConferenceEvent.LegLeft e) {
      touched.add(e.leg());
    } else if (event instanceof ConferenceEvent.MuteChanged e) {
      touched.add(e.leg());
    } else if (event instanceof ConferenceEvent.TuningChanged e) {
      touched.add(e.leg());
    }
  }

  private void tellOrForget(Conference state, int number) {
    state.leg(number).ifPresentOrElse(leg -> tell(state, leg), () -> told.remove(number));
  }

  private void tell(Conference state, Leg leg) {
    if (!leg.media().contains(McuType.AUDIO_VIDEO)) {
      told.remove(leg.number()); // its session is gone, and another one would know nothing
      return;
    }
    Told before = told.getOrDefault(leg.number(), Told.NOTHING);
    Desk desk = state.room().desk();
    Told now = new Told(isSilenced(state, leg), desk.tuning(leg.number()));
    if (now.muted() != before.muted()) {
      mouth.toMcu(McuType.AUDIO_VIDEO, new McuProtocol.Muted(leg.number(), now.muted()));
    }
    if (!now.tuning().equals(before.tuning())) {
      mouth.toMcu(McuType.AUDIO_VIDEO, new McuProtocol.Tuned(leg.number(), now.tuning()));
    }
    told.put(leg.number(), now);
  }

  private static boolean isSilenced(Conference state, Leg leg) {
    Desk desk = state.room().desk();
    return leg.muted()
        || (desk.floor().isPresent()
            && desk.silences(leg.participant(), state.role(leg.participant()).presents()));
  }

  private void relate(Conference state) {
    List<Relation> now = state.room().desk().relations();
    if (!now.equals(related) && state.room().introduced().contains(McuType.AUDIO_VIDEO)) {
      related = now;
      mouth.toMcu(McuType.AUDIO_VIDEO, new McuProtocol.Related(now));
    }
  }
}
