package org.confocal.engine.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.engine.mcu.Relation;

/** What a participant may order in the dialog with the focus (C3P over INFO). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ControlOrder.Describe.class, name = "Describe"),
  @JsonSubTypes.Type(value = ControlOrder.Eject.class, name = "Eject"),
  @JsonSubTypes.Type(value = ControlOrder.SetRole.class, name = "SetRole"),
  @JsonSubTypes.Type(value = ControlOrder.SetLock.class, name = "SetLock"),
  @JsonSubTypes.Type(value = ControlOrder.Mute.class, name = "Mute"),
  @JsonSubTypes.Type(value = ControlOrder.MuteRole.class, name = "MuteRole"),
  @JsonSubTypes.Type(value = ControlOrder.SetSubject.class, name = "SetSubject"),
  @JsonSubTypes.Type(value = ControlOrder.DialIn.class, name = "DialIn"),
  @JsonSubTypes.Type(value = ControlOrder.DialOut.class, name = "DialOut"),
  @JsonSubTypes.Type(value = ControlOrder.Admit.class, name = "Admit"),
  @JsonSubTypes.Type(value = ControlOrder.Ban.class, name = "Ban"),
  @JsonSubTypes.Type(value = ControlOrder.StartRecording.class, name = "StartRecording"),
  @JsonSubTypes.Type(value = ControlOrder.StopRecording.class, name = "StopRecording"),
  @JsonSubTypes.Type(value = ControlOrder.EndConference.class, name = "EndConference"),
  @JsonSubTypes.Type(value = ControlOrder.MuteAll.class, name = "MuteAll"),
  @JsonSubTypes.Type(value = ControlOrder.Filter.class, name = "Filter"),
  @JsonSubTypes.Type(value = ControlOrder.Hold.class, name = "Hold"),
  @JsonSubTypes.Type(value = ControlOrder.SetVolume.class, name = "SetVolume"),
  @JsonSubTypes.Type(value = ControlOrder.Relate.class, name = "Relate"),
  @JsonSubTypes.Type(value = ControlOrder.GiveFloor.class, name = "GiveFloor"),
  @JsonSubTypes.Type(value = ControlOrder.Play.class, name = "Play"),
  @JsonSubTypes.Type(value = ControlOrder.StopPlaying.class, name = "StopPlaying")
})
public sealed interface ControlOrder {
  /** Tell the whole roster. */
  record Describe() implements ControlOrder {}

  /**
   * Remove a participant.
   *
   * @param from only from this MCU; empty = from the conference
   */
  record Eject(UserUri user, Optional<McuType> from) implements ControlOrder {}

  /** Make somebody presenter or attendee. */
  record SetRole(UserUri user, boolean presenter) implements ControlOrder {}

  /** Let nobody in but organizer and presenters, or everybody again. */
  record SetLock(boolean locked) implements ControlOrder {}

  /**
   * Stop or let through what an endpoint sends.
   *
   * @param endpoint as the roster published it; {@link OfSound#ALL} = all of his with audio
   * @param media as the roster published it, from 1
   * @param locked who is muted may not undo it himself, unless he is a presenter
   */
  record Mute(UserUri user, String endpoint, int media, boolean muted, boolean locked)
      implements OfSound {
    /** A mute that whoever is muted can undo. */
    public Mute(UserUri user, String endpoint, int media, boolean muted) {
      this(user, endpoint, media, muted, false);
    }
  }

  /**
   * Stop or let through what all of a role send, also those who come later.
   *
   * @param locked none of them may undo it himself, unless he is a presenter
   */
  record MuteRole(boolean presenters, boolean muted, boolean locked) implements OfSound {
    /** A mute that whoever is muted can undo. */
    public MuteRole(boolean presenters, boolean muted) {
      this(presenters, muted, false);
    }
  }

  /** Give the conference another subject. */
  record SetSubject(String subject) implements ControlOrder {}

  /**
   * Connect a participant who will come to the MCU himself.
   *
   * @param endpoint chosen by the client: a GUID
   */
  record DialIn(UserUri user, McuType mcu, String endpoint) implements ControlOrder {}

  /**
   * Call somebody.
   *
   * @param user who it will be in the roster
   * @param uri where to call; the same as {@code user} when nothing else was said
   * @param endpoint chosen by the client: a GUID
   */
  record DialOut(
      UserUri user, String displayName, boolean presenter, McuType mcu, String endpoint, String uri)
      implements ControlOrder {
    /** The same for an endpoint of this id. */
    public DialOut at(String granted) {
      return new DialOut(user, displayName, presenter, mcu, granted, uri);
    }
  }

  /**
   * Let people in from the lobby, or send them away.
   *
   * @param users empty = all who wait
   */
  record Admit(List<UserUri> users, boolean granted) implements ControlOrder {
    public Admit {
      users = List.copyOf(users);
    }
  }

  /** Remove a participant who may not come again while the conference runs, or let him come. */
  record Ban(UserUri user, boolean banned) implements ControlOrder {}

  /** Record what all hear. */
  record StartRecording(RecordingFormat format) implements ControlOrder {}

  /** Record no more. */
  record StopRecording() implements ControlOrder {}

  /** End the conference. */
  record EndConference() implements ControlOrder {}

  /** What is set at the mixing desk, and what is played. */
  sealed interface OfSound extends ControlOrder {
    /** All endpoints of a user that have audio. */
    String ALL = "";
  }

  /**
   * Stop or let through what everybody sends but whoever orders it, also those who come later.
   *
   * @param locked attendees may not undo it themselves
   */
  record MuteAll(boolean muted, boolean locked) implements OfSound {}

  /**
   * Stop or let through what an endpoint sends and what it gets.
   *
   * @param endpoint as the roster published it; {@link OfSound#ALL} = all of his with audio
   * @param media as the roster published it, from 1
   * @param muted what it sends is stopped; empty = as it is
   * @param deaf what it gets is stopped; empty = as it is
   */
  record Filter(
      UserUri user, String endpoint, int media, Optional<Boolean> muted, Optional<Boolean> deaf)
      implements OfSound {
    /** Stop or let through what all endpoints of a user get. */
    public static Filter deafen(UserUri user, boolean deaf) {
      return new Filter(user, ALL, 1, Optional.empty(), Optional.of(deaf));
    }
  }

  /**
   * Set an endpoint aside, or take it back in.
   *
   * @param endpoint as the roster published it; {@link OfSound#ALL} = all of his with audio
   */
  record Hold(UserUri user, String endpoint, Holding holding) implements OfSound {}

  /**
   * Make an endpoint louder or softer.
   *
   * @param endpoint as the roster published it; {@link OfSound#ALL} = all of his with audio
   * @param inDb for the others, in the range of {@link org.confocal.engine.mcu.Tuning}; empty = as
   *     it is
   * @param outDb for itself
   */
  record SetVolume(UserUri user, String endpoint, Optional<Integer> inDb, Optional<Integer> outDb)
      implements OfSound {}

  /**
   * Say who hears whom, instead of all that was said before.
   *
   * @param relations none = everybody hears everybody
   */
  record Relate(List<Relation> relations) implements OfSound {
    public Relate {
      relations = List.copyOf(relations);
    }

    /** One talker is heard by these listeners only; he hears as before. */
    public static Relate whisper(UserUri talker, Collection<UserUri> listeners) {
      List<Relation> said = new ArrayList<>(List.of(Relation.unheard(talker)));
      listeners.forEach(listener -> said.add(Relation.hears(listener, talker, 0)));
      return new Relate(said);
    }

    /** A supervisor hears all and is heard by the agent only. */
    public static Relate coach(UserUri supervisor, UserUri agent) {
      return whisper(supervisor, List.of(agent));
    }

    /** A group apart: they hear each other, and nothing passes between them and the others. */
    public static Relate sidebar(Collection<UserUri> members) {
      List<Relation> said = new ArrayList<>();
      for (UserUri listener : members) {
        said.add(Relation.unheard(listener));
        said.add(Relation.apart(listener));
        for (UserUri talker : members) {
          if (!talker.equals(listener)) {
            said.add(Relation.hears(listener, talker, 0));
          }
        }
      }
      return new Relate(said);
    }

    /** Both; what the other says of the same two stands. */
    public Relate and(Relate other) {
      List<Relation> both = new ArrayList<>(relations);
      both.addAll(other.relations);
      return new Relate(both);
    }
  }

  /**
   * Give the floor to somebody: nobody is heard then but he and presenters.
   *
   * @param holder empty = everybody may speak again
   */
  record GiveFloor(Optional<UserUri> holder) implements OfSound {}

  /**
   * Play a sound.
   *
   * @param to empty = to all who hear the conference
   * @param name by which it can be stopped; another one of the same name ends
   * @param sound a sound of the site, or a built-in tone: {@link #PLAIN}
   * @param times how often; 0 = until it is stopped
   */
  record Play(Optional<UserUri> to, String name, String sound, int times) implements OfSound {
    /** How sounds and what plays are named. */
    public static final Pattern PLAIN = Pattern.compile("[a-z0-9-]{1,64}");

    /** The same in words. */
    public static final String EXPECTED = "1 to 64 of a-z, 0-9 and -";
  }

  /**
   * End what plays under a name; nothing happens when there is none.
   *
   * @param to empty = to all who hear the conference
   */
  record StopPlaying(Optional<UserUri> to, String name) implements OfSound {}
}
