package org.confocal.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;

/**
 * Writes the 200 to a REGISTER: all places, with the GRUUs of those that have one; and what clients
 * of the OCS generation go by. Pure. RFC 3261 section 10.3 step 8, RFC 5627 section 5.2,
 * MS-SIPREGE.
 */
final class RegisterAnswers {
  /** Each in a header line of its own: clients look for lines, not for tokens. */
  private static final List<String> OCS_EXTENSIONS = List.of("msrtc-event-categories", "adhoclist");

  /** No blank after a comma: clients compare what stands between commas. */
  private static final String OCS_EVENTS =
      "vnd-microsoft-roaming-contacts,vnd-microsoft-provisioning-v2,vnd-microsoft-roaming-self,"
          + "presence";

  /** Below 6: from there on clients expect what came after OCS. */
  private static final String OCS_SERVER = "RTC/3.0";

  private static final String OCS_KEEP_ALIVE = "UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300";

  private RegisterAnswers() {}

  static SipResponse bound(SipRequest request, UserProtocol.Bound bound, UserUri user) {
    boolean ocs = OcsClient.sent(request);
    boolean gruu = request.headers().hasToken("Supported", "gruu");
    SipResponse response = request.response(200, "OK");
    long mine = 0;
    for (UserProtocol.Binding b : bound.bindings()) {
      long left = left(bound.now(), b.expires());
      if (b.callId().equals(request.callId())) {
        mine = left;
      }
      response =
          response.plus(
              "Contact", "<" + b.contact() + ">;expires=" + left + device(b, user, ocs, gruu));
    }
    return ocs ? forOcs(request, response, mine) : response;
  }

  private static SipResponse forOcs(SipRequest request, SipResponse response, long seconds) {
    SipResponse ok = response.with("Expires", Long.toString(seconds));
    for (String extension : OCS_EXTENSIONS) {
      ok = ok.plus("Supported", extension);
    }
    ok = ok.with("Allow-Events", OCS_EVENTS).with("Server", OCS_SERVER);
    return request.headers().has("ms-keep-alive") ? ok.with("ms-keep-alive", OCS_KEEP_ALIVE) : ok;
  }

  private static String device(UserProtocol.Binding b, UserUri user, boolean ocs, boolean gruu) {
    if (b.device().isEmpty()) {
      return "";
    }
    UserProtocol.Device device = b.device().get();
    StringBuilder out = new StringBuilder();
    if (!device.urn().isEmpty()) {
      out.append(";+sip.instance=\"<").append(device.urn()).append(">\"");
    }
    if (ocs) {
      out.append(";gruu=\"").append(Gruu.opaque(user, device)).append('"');
    } else if (gruu) {
      Gruu.rfc5627(user, device).ifPresent(g -> out.append(";pub-gruu=\"").append(g).append('"'));
    }
    return out.toString();
  }

  private static long left(Instant now, Instant expires) {
    return Math.max(1, Duration.between(now, expires).toSeconds());
  }
}
