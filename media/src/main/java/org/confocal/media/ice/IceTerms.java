package org.confocal.media.ice;

import java.util.List;

/** How ICE is done with the peer of a leg, as offer and answer agreed. */
public sealed interface IceTerms permits IceTerms.None, IceTerms.Lite, IceTerms.Ocs {

  /** Not at all: sound goes to where it comes from (symmetric RTP). */
  IceTerms NONE = new None();

  /** No ICE. */
  record None() implements IceTerms {}

  /**
   * We answer checks as RFC 8445 has it. The peer's credentials are not needed: a lite agent sends
   * nothing under them.
   *
   * @param local ours; others than before are an ICE restart
   */
  record Lite(IceCredentials local) implements IceTerms {}

  /**
   * The older dialect.
   *
   * @param local ours, one for each component that has a socket of its own
   * @param remotes the peer's candidates; others are left out
   */
  record Ocs(List<OcsCandidate> local, List<OcsCandidate> remotes) implements IceTerms {
    public Ocs {
      local = List.copyOf(local);
      remotes = List.copyOf(remotes);
    }
  }
}
