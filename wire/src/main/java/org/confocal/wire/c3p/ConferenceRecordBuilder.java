package org.confocal.wire.c3p;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.confinfo.ConferenceInfo.Organizer;
import org.confocal.wire.confinfo.ElementState;

/** Gathers a {@link ConferenceRecord}; what is not set is not in it. For one thread. */
public final class ConferenceRecordBuilder {
  private final String entity;
  private Optional<ElementState> state = Optional.empty();
  private Optional<Long> version = Optional.empty();
  private Optional<String> displayText = Optional.empty();
  private Optional<String> subject = Optional.empty();
  private Optional<String> conferenceId = Optional.empty();
  private Optional<String> conferenceKey = Optional.empty();
  private Optional<Instant> expiryTime = Optional.empty();
  private Optional<String> admissionPolicy = Optional.empty();
  private Optional<Instant> lastUpdate = Optional.empty();
  private Optional<Instant> lastActivate = Optional.empty();
  private Optional<Boolean> active = Optional.empty();
  private Optional<Organizer> organizer = Optional.empty();
  private Optional<String> joinUrl = Optional.empty();
  private Optional<String> pstnAccessId = Optional.empty();
  private Optional<Boolean> locked = Optional.empty();
  private List<ConferenceRecord.Invitee> users = List.of();
  private List<ConferenceRecord.View> views = List.of();

  public ConferenceRecordBuilder(String entity) {
    this.entity = entity;
  }

  ConferenceRecordBuilder(ConferenceRecord from) {
    this.entity = from.entity();
    this.state = from.state();
    this.version = from.version();
    this.displayText = from.displayText();
    this.subject = from.subject();
    this.conferenceId = from.conferenceId();
    this.conferenceKey = from.conferenceKey();
    this.expiryTime = from.expiryTime();
    this.admissionPolicy = from.admissionPolicy();
    this.lastUpdate = from.lastUpdate();
    this.lastActivate = from.lastActivate();
    this.active = from.active();
    this.organizer = from.organizer();
    this.joinUrl = from.joinUrl();
    this.pstnAccessId = from.pstnAccessId();
    this.locked = from.locked();
    this.users = from.users();
    this.views = from.views();
  }

  public ConferenceRecordBuilder state(ElementState value) {
    state = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder version(long value) {
    version = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder displayText(String value) {
    displayText = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder subject(String value) {
    subject = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder conferenceId(String value) {
    conferenceId = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder conferenceKey(String value) {
    conferenceKey = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder expiryTime(Instant value) {
    expiryTime = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder admissionPolicy(String value) {
    admissionPolicy = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder lastUpdate(Instant value) {
    lastUpdate = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder lastActivate(Instant value) {
    lastActivate = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder active(boolean value) {
    active = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder organizer(Organizer value) {
    organizer = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder joinUrl(String value) {
    joinUrl = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder pstnAccessId(String value) {
    pstnAccessId = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder locked(boolean value) {
    locked = Optional.of(value);
    return this;
  }

  public ConferenceRecordBuilder users(List<ConferenceRecord.Invitee> value) {
    users = List.copyOf(value);
    return this;
  }

  public ConferenceRecordBuilder views(List<ConferenceRecord.View> value) {
    views = List.copyOf(value);
    return this;
  }

  /** The views of these types, with nothing in them. */
  public ConferenceRecordBuilder mediaTypes(List<String> types) {
    return views(types.stream().map(ConferenceRecord.View::of).toList());
  }

  public ConferenceRecord build() {
    return new ConferenceRecord(
        entity,
        state,
        version,
        displayText,
        subject,
        conferenceId,
        conferenceKey,
        expiryTime,
        admissionPolicy,
        lastUpdate,
        lastActivate,
        active,
        organizer,
        joinUrl,
        pstnAccessId,
        locked,
        users,
        views);
  }
}
