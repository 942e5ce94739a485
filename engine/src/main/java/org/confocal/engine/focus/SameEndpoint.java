package org.confocal.engine.focus;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.engine.dialog.Dialog;

/**
 * Tells whether a SUBSCRIBE that names no dialog comes from the endpoint that has one: by the
 * Call-ID, or else by the {@code epid} that clients of OCS put into From (MS-SIPRE 2.2.1), or, for
 * one without an epid, by the Contact. Pure.
 */
final class SameEndpoint {
  private static final Pattern EPID =
      Pattern.compile(";\\s*epid\\s*=\\s*\"?([^;>\"\\s]+)", Pattern.CASE_INSENSITIVE);

  private SameEndpoint() {}

  static boolean is(Dialog dialog, FocusProtocol.Subscribe s) {
    if (dialog.callId().equals(s.key().callId())) {
      return true;
    }
    Optional<String> epid = epid(s.seed().remoteUri());
    return epid.isPresent()
        ? epid.equals(epid(dialog.remoteUri()))
        : dialog.remoteTarget().equals(s.seed().remoteTarget());
  }

  private static Optional<String> epid(String from) {
    Matcher m = EPID.matcher(from);
    return m.find() ? Optional.of(m.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
  }
}
