package org.confocal.wire.confinfo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.xml.XmlValues;

/**
 * One notification about a conference.
 *
 * @param entity the conference URI
 * @param state of the whole document; {@link ElementState#PARTIAL} tells the given users and views
 *     only
 * @param version of the document, 0 to 4,294,967,295, counted per subscription
 * @param views what each MCU says of itself; the focus is one of them
 *     <p>RFC 4575 section 5.
 */
public record ConferenceInfo(
    String entity,
    ElementState state,
    long version,
    Optional<Description> description,
    Optional<ConferenceState> conferenceState,
    List<User> users,
    List<EntityView> views) {

  public ConferenceInfo {
    users = List.copyOf(users);
    views = List.copyOf(views);
    requireWord("conference entity", entity);
    ConferenceInfoText.requireVersion(version);
  }

  /** The same document for another place in a subscription. */
  public ConferenceInfo withVersion(long newVersion) {
    return new ConferenceInfo(
        entity, state, newVersion, description, conferenceState, users, views);
  }

  private static void requireWord(String what, String value) {
    if (!XmlValues.isWord(value)) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: 1 to 512 characters without blanks)");
    }
  }

  /**
   * What a conference is about and where it can be reached. RFC 4575 section 5.3; what begins with
   * the conference id is Microsoft's.
   *
   * @param conferenceId as its creator chose it
   * @param admissionPolicy {@code openAuthenticated} and its kin
   * @param joinUrl a page for browsers
   * @param pstnAccessId what phones dial once they are connected
   */
  public record Description(
      Optional<String> displayText,
      Optional<String> subject,
      List<ConfUri> uris,
      Optional<String> conferenceId,
      Optional<String> admissionPolicy,
      Optional<Organizer> organizer,
      Optional<String> joinUrl,
      Optional<String> pstnAccessId) {

    public Description {
      uris = List.copyOf(uris);
      conferenceId.ifPresent(v -> requireWord("conference id", v));
      admissionPolicy.ifPresent(v -> requireWord("admission policy", v));
      joinUrl.ifPresent(v -> requireWord("join URL", v));
      pstnAccessId.ifPresent(v -> requireWord("PSTN access id", v));
    }
  }

  /**
   * An address of the conference.
   *
   * @param purpose {@code participation}, or the type of the MCU that is reached there
   */
  public record ConfUri(String uri, Optional<String> displayText, Optional<String> purpose) {
    public ConfUri {
      requireWord("conference URI", uri);
      purpose.ifPresent(v -> requireWord("purpose", v));
    }
  }

  /** Who scheduled the conference. */
  public record Organizer(Optional<String> displayName, String uri) {
    public Organizer {
      requireWord("organizer", uri);
    }
  }

  /**
   * What is true of a whole conference at the moment. RFC 4575 section 5.5.
   *
   * @param recording it is being recorded: our own element, for neither RFC 4575 nor what is known
   *     of Microsoft's extensions has a word for it
   */
  public record ConferenceState(
      Optional<Long> userCount,
      Optional<Boolean> active,
      Optional<Boolean> locked,
      Optional<Boolean> recording) {

    public ConferenceState {
      userCount.ifPresent(
          count -> {
            if (count < 0 || count > 0xffff_ffffL) {
              throw new IllegalArgumentException(
                  "user count: " + count + " (expected: 0 to 4294967295)");
            }
          });
    }

    /** Nothing is said of a recording. */
    public ConferenceState(
        Optional<Long> userCount, Optional<Boolean> active, Optional<Boolean> locked) {
      this(userCount, active, locked, Optional.empty());
    }

    public static ConferenceState of(int userCount, boolean active, boolean locked) {
      return new ConferenceState(
          Optional.of((long) userCount), Optional.of(active), Optional.of(locked));
    }
  }

  /**
   * One participant with all endpoints, or word that he has gone. RFC 4575 section 5.6.
   *
   * @param roles {@code presenter} or {@code attendee} for Microsoft's clients, which read the
   *     first
   */
  public record User(
      String entity,
      ElementState state,
      Optional<String> displayText,
      List<String> roles,
      List<Endpoint> endpoints) {

    public User {
      roles = List.copyOf(roles);
      endpoints = List.copyOf(endpoints);
      requireWord("user entity", entity);
      roles.forEach(r -> requireWord("role", r));
    }

    /** Word that a user has gone. */
    public static User deleted(String entity) {
      return new User(entity, ElementState.DELETED, Optional.empty(), List.of(), List.of());
    }
  }

  /**
   * One leg of a participant. RFC 4575 section 5.7.
   *
   * @param entity a GUID in braces for Microsoft's clients, a URI for others
   * @param sessionType of the MCU that it is connected to, or {@code focus}; Microsoft only
   * @param joined when it was connected
   * @param endpointUri Microsoft only
   * @param joiningReason why it is as it is, for people and programs; RFC 4575 section 5.7.5
   */
  public record Endpoint(
      String entity,
      Optional<String> sessionType,
      Optional<EndpointStatus> status,
      Optional<JoiningMethod> joiningMethod,
      Optional<Instant> joined,
      Optional<String> endpointUri,
      List<Media> media,
      Optional<String> joiningReason) {

    public Endpoint(
        String entity,
        Optional<String> sessionType,
        Optional<EndpointStatus> status,
        Optional<JoiningMethod> joiningMethod,
        Optional<Instant> joined,
        Optional<String> endpointUri,
        List<Media> media) {
      this(
          entity, sessionType, status, joiningMethod, joined, endpointUri, media, Optional.empty());
    }

    public Endpoint {
      media = List.copyOf(media);
      requireWord("endpoint entity", entity);
      sessionType.ifPresent(v -> requireWord("session type", v));
      endpointUri.ifPresent(v -> requireWord("endpoint URI", v));
    }
  }

  /**
   * One stream of an endpoint. RFC 4575 section 5.8.
   *
   * @param id unique in its endpoint
   * @param type {@code audio}, {@code video}, and {@code chat} for messages in either dialect
   * @param sourceId the SSRC of RTP
   * @param ingressFilter Microsoft only
   * @param egressFilter Microsoft only
   * @param speaking whether it is heard now; ours, written when it is so
   */
  public record Media(
      String id,
      Optional<String> type,
      Optional<String> label,
      Optional<String> sourceId,
      Optional<MediaStatus> status,
      Optional<MediaFilter> ingressFilter,
      Optional<MediaFilter> egressFilter,
      boolean speaking) {

    /** A stream of which no more is said. */
    public Media(
        String id,
        Optional<String> type,
        Optional<String> label,
        Optional<String> sourceId,
        Optional<MediaStatus> status,
        Optional<MediaFilter> ingressFilter) {
      this(id, type, label, sourceId, status, ingressFilter, Optional.empty(), false);
    }

    public Media {
      requireWord("media id", id);
      type.ifPresent(v -> requireWord("media type", v));
      label.ifPresent(v -> requireWord("media label", v));
      sourceId.ifPresent(v -> requireWord("media source", v));
    }
  }

  /**
   * What an MCU, or the focus, says of itself. Microsoft only; MS-CONFBAS 2.2.2.
   *
   * @param entity the URI of the MCU or of the conference
   */
  public record EntityView(String entity, Optional<Boolean> locked, List<MediaEntry> media) {
    public EntityView {
      media = List.copyOf(media);
      requireWord("view entity", entity);
    }
  }

  /**
   * A stream that an MCU has for everybody.
   *
   * @param label {@code main-audio}, {@code chat}
   * @param type {@code audio}, {@code chat}
   */
  public record MediaEntry(String label, String type) {
    public MediaEntry {
      requireWord("media label", label);
      requireWord("media type", type);
    }
  }
}
