package org.confocal.engine.conference;

import java.util.Locale;
import org.confocal.engine.id.UserUri;

/**
 * Somebody who may not come again while the conference runs. A user is known by his address. A
 * guest has none of his own: he is known by where he came from and what he called himself, which is
 * as good as it gets and no proof.
 *
 * @param user as he was shown in the conference
 * @param source IP address of a guest; empty = a user
 * @param from address in the From header of a guest; empty = a user
 */
public record Ban(UserUri user, String source, String from) {
  /** The ban of whoever has this leg. */
  public static Ban of(Leg leg) {
    return leg.standing().proved()
        ? new Ban(leg.participant(), "", "")
        : new Ban(leg.participant(), leg.dialog().peer().host(), address(leg.dialog().remoteUri()));
  }

  /** Tells whether whoever comes so is meant. */
  boolean meets(Approach approach) {
    return approach.caller().user().isPresent()
        ? approach.caller().user().get().equals(user)
        : !source.isEmpty()
            && source.equals(approach.source())
            && from.equals(address(approach.from()));
  }

  /** What is in the brackets, or all of it, without parameters. */
  static String address(String text) {
    int open = text.lastIndexOf('<');
    int close = text.indexOf('>', Math.max(open, 0));
    String uri = open >= 0 && close > open ? text.substring(open + 1, close) : text;
    int end = uri.indexOf(';');
    return (end >= 0 ? uri.substring(0, end) : uri).strip().toLowerCase(Locale.ROOT);
  }
}
