package org.confocal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.Ids;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;

/** What can be said of a request before anybody is asked: RFC 3261 section 8.2. Pure. */
final class RequestRules {
  private static final String SUPPORTED = "timer";
  // Subscriptions to the presence of many at once. MS-PRES 3.4.
  private static final Set<String> BATCHES = Set.of("adhoclist", "categorylist");
  private static final String SDP = "application/sdp";
  private static final String ACCEPT = SDP + ", " + C3pBody.TYPE;

  private RequestRules() {}

  /** The refusal of a request that needs what we do not have; empty when it may go on. */
  static Optional<SipResponse> refusal(SipRequest request) {
    List<String> unknown = new ArrayList<>();
    for (String value : request.headers().values("Require")) {
      for (String token : value.split(",", -1)) {
        if (!token.strip().isEmpty() && !isKnown(request, token.strip())) {
          unknown.add(token.strip());
        }
      }
    }
    if (!unknown.isEmpty()) {
      return Optional.of(
          request.response(420, "Bad Extension").with("Unsupported", String.join(", ", unknown)));
    }
    boolean describes = request.method().equals("INVITE") || request.method().equals("UPDATE");
    if (describes
        && !request.body().isEmpty()
        && !request.body().is(SDP)
        && !C3pBody.joins(request)) {
      return Optional.of(
          request.response(415, "Only " + ACCEPT + " is understood").with("Accept", ACCEPT));
    }
    if (request.from().tag().isEmpty() && !request.method().equals("REGISTER")) {
      return Optional.of(request.response(400, "From has no tag"));
    }
    return Optional.empty();
  }

  /**
   * The refusal of a request to {@code sips} that did not come by TLS: somebody on the way has not
   * kept what was asked for. RFC 3261 section 26.2.2, RFC 5630 section 3.1.
   */
  static Optional<SipResponse> insecure(SipRequest request, String transport) {
    return request.uri().scheme().equals("sips") && !transport.equals("tls")
        ? Optional.of(request.response(403, "sips came over " + transport + " (expected: tls)"))
        : Optional.empty();
  }

  private static boolean isKnown(SipRequest request, String extension) {
    return extension.equalsIgnoreCase(SUPPORTED)
        || (request.method().equals("SUBSCRIBE")
            && BATCHES.contains(extension.toLowerCase(Locale.ROOT)));
  }

  /** The answer to an OPTIONS outside of a dialog: RFC 3261 section 11. */
  static SipResponse capabilities(SipRequest request) {
    return request
        .response(200, "OK")
        .with("Allow", SipDialogs.ALLOW)
        .with("Allow-Events", RosterNotices.EVENT + ", " + UserSubscribe.PRESENCE)
        .with("Accept", ACCEPT)
        .with("Supported", SUPPORTED);
  }

  static SipResponse notAllowed(SipRequest request) {
    return request
        .response(405, request.method() + " is not understood here")
        .with("Allow", SipDialogs.ALLOW);
  }

  /** The answer with a To-tag, if it has none yet. */
  static SipResponse tagged(SipResponse response, Ids ids) {
    return response.to().tag().isPresent() ? response : response.withToTag(ids.hex(8));
  }
}
