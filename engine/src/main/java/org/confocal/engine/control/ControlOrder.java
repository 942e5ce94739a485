package org.confocal.engine.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;

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
  @JsonSubTypes.Type(value = ControlOrder.EndConference.class, name = "EndConference")
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
   * @param endpoint as the roster published it
   * @param media as the roster published it, from 1
   */
  record Mute(UserUri user, String endpoint, int media, boolean muted) implements ControlOrder {}

  /** Stop or let through what all of a role send, also those who come later. */
  record MuteRole(boolean presenters, boolean muted) implements ControlOrder {}

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

  /** End the conference. */
  record EndConference() implements ControlOrder {}
}
