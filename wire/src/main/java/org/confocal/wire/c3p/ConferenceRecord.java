package org.confocal.wire.c3p;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.confinfo.ConferenceInfo.Organizer;
import org.confocal.wire.confinfo.ElementState;
import org.confocal.wire.confinfo.MediaFilter;
import org.confocal.wire.xml.XmlValues;

/**
 * The scheduling document: a meeting as its organizer and the focus factory tell it to each other,
 * and the part of it that a live {@code modifyConference} changes. Made by {@link #of} and {@link
 * ConferenceRecordBuilder}.
 *
 * @param entity the conference URI; empty in {@code addConference}, where the factory makes it
 * @param version of the record, counted by the factory
 * @param conferenceId 8 to 32 letters and digits as a rule, chosen by the client
 * @param conferenceKey what opens the meeting for guests; later schemas have no such element
 * @param expiryTime after it the meeting may be deleted
 * @param admissionPolicy {@code closedAuthenticated}, {@code openAuthenticated}, {@code anonymous},
 *     or any other word
 * @param lastUpdate in answers only
 * @param lastActivate in answers only
 * @param active in answers only
 * @param users who is invited, with their roles
 * @param views one for each media type; see {@link View#entity}
 *     <p>MS-CONFPRO 2.2.1.2; MS-CONFBAS 4.4.10.
 */
public record ConferenceRecord(
    String entity,
    Optional<ElementState> state,
    Optional<Long> version,
    Optional<String> displayText,
    Optional<String> subject,
    Optional<String> conferenceId,
    Optional<String> conferenceKey,
    Optional<Instant> expiryTime,
    Optional<String> admissionPolicy,
    Optional<Instant> lastUpdate,
    Optional<Instant> lastActivate,
    Optional<Boolean> active,
    Optional<Organizer> organizer,
    Optional<String> joinUrl,
    Optional<String> pstnAccessId,
    Optional<Boolean> locked,
    List<Invitee> users,
    List<View> views) {

  public ConferenceRecord {
    users = List.copyOf(users);
    views = List.copyOf(views);
    if (!entity.isEmpty()) {
      requireWord(entity);
    }
    conferenceId.ifPresent(ConferenceRecord::requireWord);
    conferenceKey.ifPresent(ConferenceRecord::requireWord);
    admissionPolicy.ifPresent(ConferenceRecord::requireWord);
    joinUrl.ifPresent(ConferenceRecord::requireWord);
    pstnAccessId.ifPresent(ConferenceRecord::requireWord);
    version.ifPresent(
        v -> {
          if (v < 0 || v > 0xffff_ffffL) {
            throw new IllegalArgumentException("version: " + v + " (expected: 0 to 4294967295)");
          }
        });
  }

  /** A record that says nothing but which conference it is about. */
  public static ConferenceRecord of(String entity) {
    return new ConferenceRecordBuilder(entity).build();
  }

  /** A builder that holds all of this. */
  public ConferenceRecordBuilder toBuilder() {
    return new ConferenceRecordBuilder(this);
  }

  /** The media types that are wanted: the views that are named by a word and not by a URI. */
  public List<String> mediaTypes() {
    return views.stream().map(View::entity).filter(e -> e.indexOf(':') < 0).toList();
  }

  private static void requireWord(String word) {
    if (!XmlValues.isWord(word)) {
      throw new IllegalArgumentException(
          "'" + word + "' (expected: 1 to 512 characters without blanks)");
    }
  }

  /**
   * Somebody who is invited.
   *
   * @param role {@code presenter}, {@code attendee}, or any other word
   */
  public record Invitee(String entity, Optional<String> displayText, Optional<String> role) {
    public Invitee {
      requireWord(entity);
      role.ifPresent(ConferenceRecord::requireWord);
    }
  }

  /**
   * What a record says of one media type.
   *
   * @param entity the type as a word ({@code chat}) in the documents of the factory, the URI of the
   *     MCU in those of the focus
   * @param filters what is done at first with the media of those who join with a role
   */
  public record View(String entity, Optional<Boolean> locked, List<InitialFilter> filters) {
    public View {
      filters = List.copyOf(filters);
      requireWord(entity);
    }

    /** A media type, and nothing of it. */
    public static View of(String entity) {
      return new View(entity, Optional.empty(), List.of());
    }
  }

  /** One rule of {@code mediaFiltersRules}: mute for all who have a role. */
  public record InitialFilter(String role, MediaFilter ingressFilter) {
    public InitialFilter {
      requireWord(role);
    }
  }
}
