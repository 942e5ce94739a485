package org.confocal.sip;

import java.util.Optional;
import java.util.regex.Pattern;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;

/** What we agree on about session timers: RFC 4028 sections 8 and 9. Pure. */
final class SessionTimerRules {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private SessionTimerRules() {}

  /**
   * What came of the request's wish.
   *
   * @param tooSmall the interval is below our least: answer 422
   * @param timer what was agreed on
   */
  record Agreement(boolean tooSmall, Optional<SessionTimer> timer) {}

  static Agreement agree(SipRequest request, SipSettings.SessionTimers ours) {
    boolean peerKnows =
        request.headers().hasToken("Supported", "timer")
            || request.headers().hasToken("Require", "timer");
    if (!peerKnows || ours.intervalSeconds() == 0) {
      return new Agreement(false, Optional.empty());
    }
    int wanted = seconds(request.header("Session-Expires").orElse(""), ours.intervalSeconds());
    if (wanted < ours.leastSeconds()) {
      return new Agreement(true, Optional.empty());
    }
    int least = Math.max(ours.leastSeconds(), seconds(request.header("Min-SE").orElse(""), 0));
    int interval = Math.max(least, Math.min(wanted, ours.intervalSeconds()));
    boolean weRefresh =
        request.header("Session-Expires").filter(v -> refresher(v).equals("uas")).isPresent();
    return new Agreement(false, Optional.of(new SessionTimer(interval, weRefresh)));
  }

  /** Writes what was agreed on into a 2xx. */
  static SipResponse write(SipResponse response, Optional<SessionTimer> timer) {
    return timer
        .map(
            t ->
                response
                    .with(
                        "Session-Expires",
                        t.intervalSeconds() + ";refresher=" + (t.weRefresh() ? "uas" : "uac"))
                    .with("Require", "timer"))
        .orElse(response);
  }

  /** Writes the timer into a request with which we refresh. */
  static SipRequest write(SipRequest request, Optional<SessionTimer> timer, int leastSeconds) {
    return timer
        .map(
            t ->
                request
                    .with(
                        "Session-Expires",
                        t.intervalSeconds() + ";refresher=" + (t.weRefresh() ? "uac" : "uas"))
                    .with("Min-SE", Integer.toString(leastSeconds)))
        .orElse(request);
  }

  /** What the answer to an INVITE of ours agreed to; there we are the uac. */
  static Optional<SessionTimer> agreed(SipResponse ok) {
    String value = ok.header("Session-Expires").orElse("");
    int interval = seconds(value, 0);
    return interval > 0
        ? Optional.of(new SessionTimer(interval, !refresher(value).equals("uas")))
        : Optional.empty();
  }

  private static int seconds(String value, int otherwise) {
    int semicolon = value.indexOf(';');
    String number = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
    return SECONDS.matcher(number).matches() ? Integer.parseInt(number) : otherwise;
  }

  private static String refresher(String value) {
    for (String part : value.split(";", -1)) {
      String p = part.strip();
      if (p.regionMatches(true, 0, "refresher=", 0, 10)) {
        return p.substring(10).strip().toLowerCase(java.util.Locale.ROOT);
      }
    }
    return "";
  }
}
