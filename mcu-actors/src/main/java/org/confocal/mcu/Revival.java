package org.confocal.mcu;

import java.util.Optional;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.media.Reservation;

/**
 * How a leg of an earlier life goes on: unnoticed, or by a new offer to its peer. What counts is
 * what both sides had agreed on: keys and ICE that one of them only had spoken of are as if they
 * were not there.
 */
final class Revival {
  private final SecureMedia secure;
  private final IceNegotiation ice;

  Revival(SecureMedia secure, IceNegotiation ice) {
    this.secure = secure;
    this.ice = ice;
  }

  /**
   * The SSRC that is wished for. A protected session that is made anew has an SSRC and keys that
   * never were: RFC 3711 section 9.1.
   */
  long ssrc(McuProtocol.Revive r) {
    boolean secured =
        r.remote().agreed(r.local()).streams().stream().anyMatch(s -> !s.crypto().isEmpty());
    return secured ? Reservation.ANY : r.place().ssrc();
  }

  /**
   * At the old place nobody notices: empty; at another one, or when the keys of SRTP or of ICE are
   * gone, the peer must be told. Only audio is ours: other streams stay where they are.
   */
  Optional<McuProtocol.Moved> moved(McuProtocol.Revive r, MediaPlace place) {
    boolean keyless = r.remote().agreed(r.local()).keyless() || r.local().keyless();
    if (place.equals(r.place()) && !keyless) {
      return Optional.empty();
    }
    SessionAnswer moved =
        new SessionAnswer(
            r.local().streams().stream()
                .map(
                    s ->
                        s.port() == 0 || !s.type().equalsIgnoreCase("audio")
                            ? s
                            : s.at(place.host(), place.port()))
                .toList());
    return Optional.of(
        new McuProtocol.Moved(r.leg(), ice.anew(r.leg(), secure.rekeyed(moved)), place));
  }
}
