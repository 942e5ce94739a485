package org.confocal.mcu;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one leg takes, as its {@code a=accept-types} tells (RFC 4975 section 8.6).
 *
 * @param types media types in lower case; {@code *} takes everything and {@code text/*} all text
 */
record AcceptedTypes(Set<String> types) {
  static final String TEXT = "text/plain";

  /** A phone that says nothing of chat shows plain text, if anything. */
  static final AcceptedTypes PLAIN_TEXT = new AcceptedTypes(Set.of(TEXT));

  private static final int MOST = 64;

  AcceptedTypes {
    types = Set.copyOf(types);
  }

  /** The types of a description; whoever names none is sent everything and refuses for himself. */
  static AcceptedTypes of(List<String> named) {
    Set<String> types = new TreeSet<>();
    for (String type : named.subList(0, Math.min(MOST, named.size()))) {
      types.add(type.strip().toLowerCase(Locale.ROOT));
    }
    return types.isEmpty() ? new AcceptedTypes(Set.of("*")) : new AcceptedTypes(types);
  }

  boolean takes(String mediaType) {
    int slash = mediaType.indexOf('/');
    return types.contains(mediaType)
        || types.contains("*")
        || (slash > 0 && types.contains(mediaType.substring(0, slash) + "/*"));
  }
}
