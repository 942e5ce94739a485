package org.confocal.engine.presence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.id.UserUri;

/** What a subscriber is told. The edge writes the document. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "news")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PresenceNews.WholeList.class, name = "WholeList"),
  @JsonSubTypes.Type(value = PresenceNews.ListChange.class, name = "ListChange"),
  @JsonSubTypes.Type(value = PresenceNews.Own.class, name = "Own"),
  @JsonSubTypes.Type(value = PresenceNews.Seen.class, name = "Seen")
})
public sealed interface PresenceNews {
  /** His contact list. */
  record WholeList(ContactList list) implements PresenceNews {}

  /** A change of his contact list. */
  record ListChange(ContactsDelta delta) implements PresenceNews {}

  /**
   * All that he has published.
   *
   * @param cleared categories of which nothing is left
   */
  record Own(UserUri user, List<Publication> publications, List<String> cleared)
      implements PresenceNews {
    public Own {
      publications = List.copyOf(publications);
      cleared = List.copyOf(cleared);
    }
  }

  /** How somebody is. */
  record Seen(PresenceState state) implements PresenceNews {}
}
