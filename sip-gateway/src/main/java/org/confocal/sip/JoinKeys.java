package org.confocal.sip;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.engine.meeting.Keys;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;

/**
 * Conference key and passcode as callers give them in a URI: {@code ;conf-key=} or {@code
 * ?conf-key=}, {@code ;passcode=} or {@code ?passcode=}, and for phones that only dial digits
 * {@code NUMBER*PASSCODE} as user part. In the Request-URI or in To; the Request-URI goes first.
 * What is found must not be shown: {@link #without} gives the URI for people and logs. Pure.
 */
final class JoinKeys {
  private static final String KEY = "conf-key";
  private static final String PASSCODE = "passcode";
  private static final Pattern DIALLED = Pattern.compile("([0-9]{3,15})\\*([0-9]{1,32})#?");

  private JoinKeys() {}

  static Keys of(SipRequest request) {
    Keys first = of(request.uri());
    Keys second = of(request.to().uri());
    return new Keys(
        first.conferenceKey().or(second::conferenceKey), first.passcode().or(second::passcode));
  }

  /** The same, or what stands elsewhere when the URIs say nothing. */
  static Keys of(SipRequest request, Keys elsewhere) {
    Keys uris = of(request);
    return new Keys(
        uris.conferenceKey().or(elsewhere::conferenceKey), uris.passcode().or(elsewhere::passcode));
  }

  static Keys of(SipUri uri) {
    return new Keys(
        value(uri, KEY), value(uri, PASSCODE).or(() -> dialled(uri).map(m -> m.group(2))));
  }

  /** The URI with nothing in it that opens a door. */
  static SipUri without(SipUri uri) {
    if (of(uri).none()) {
      return uri;
    }
    SipUri plain =
        new SipUri(
            uri.scheme(),
            dialled(uri).map(m -> m.group(1)).orElse(uri.user()),
            uri.password(),
            uri.hostPort(),
            uri.params(),
            null);
    return plain.withoutParam(KEY).withoutParam(PASSCODE);
  }

  private static Optional<Matcher> dialled(SipUri uri) {
    return uri.plainUser().map(DIALLED::matcher).filter(Matcher::matches);
  }

  private static Optional<String> value(SipUri uri, String name) {
    return uri.param(name).filter(v -> !v.isBlank()).or(() -> header(uri.headers(), name));
  }

  private static Optional<String> header(
      @org.jspecify.annotations.Nullable String headers, String name) {
    if (headers == null) {
      return Optional.empty();
    }
    for (String part : headers.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(part.substring(equals + 1)).filter(v -> !v.isBlank());
      }
    }
    return Optional.empty();
  }
}
