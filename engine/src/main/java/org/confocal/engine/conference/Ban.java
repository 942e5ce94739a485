package org.confocal.engine.conference;

import java.util.Locale;
import org.confocal.engine.id.UserUri;

/**
 * Somebody who may not come again while the conference runs. A user is known by his address. Who
 * has proved nothing is known by where he came from and what he called himself, which is as good as
 * it gets and no proof; so a user who comes back without his proof is known as well.
 *
 * @param user as he was shown in the conference
 * @param source IP address that he came from; empty in old records of users
 * @param from address in his From header; empty in old records of users
 */
public record Ban(UserUri user, String source, String from) {
  /** The ban of whoever has this leg. */
  public static Ban of(Leg leg) {
    return new Ban(leg.participant(), leg.source().host(), address(leg.dialog().remoteUri()));
  }

  /** Tells whether whoever comes so is meant. */
  boolean meets(Approach approach) {
    return approach.caller().user().isPresent()
        ? approach.caller().user().get().equals(user)
        : !source.isEmpty()
            && source.equals(approach.source().host())
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
