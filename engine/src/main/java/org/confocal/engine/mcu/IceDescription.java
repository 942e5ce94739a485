package org.confocal.engine.mcu;

import java.util.List;

/**
 * What the description of a stream says of ICE (RFC 8839), as written: neither the focus nor an
 * edge understands it. It holds secrets, so {@link #toString} shows little, and {@link
 * #withoutKeys} is what may be stored.
 *
 * @param kind the dialect
 * @param ufrag value of a=ice-ufrag; empty in the older dialect, where each candidate has a name
 * @param password value of a=ice-pwd; empty: not known any more
 * @param candidates values of a=candidate; in the older dialect each holds a password
 */
public record IceDescription(Kind kind, String ufrag, String password, List<String> candidates) {
  /** Which ICE. */
  public enum Kind {
    /** None. */
    NONE,
    /** As the RFCs have it. */
    STANDARD,
    /** The peer's own address is none of its candidates: somebody has changed it on the way. */
    MISMATCH,
    /** That of draft-ietf-mmusic-ice-06, of clients of Office Communications Server 2007. */
    OCS_2007
  }

  public static final IceDescription NONE = of(Kind.NONE);

  public IceDescription {
    candidates = List.copyOf(candidates);
  }

  /** Without names and candidates. */
  public static IceDescription of(Kind kind) {
    return new IceDescription(kind, "", "", List.of());
  }

  /** Whether checks are to be expected. */
  public boolean spoken() {
    return kind == Kind.STANDARD || kind == Kind.OCS_2007;
  }

  /** What may be stored of it. */
  public IceDescription withoutKeys() {
    return kind == Kind.OCS_2007 ? of(kind) : new IceDescription(kind, ufrag, "", candidates);
  }

  /** It had secrets, and they are not known any more. */
  public boolean keyless() {
    return switch (kind) {
      case NONE, MISMATCH -> false;
      case STANDARD -> password.isEmpty();
      case OCS_2007 -> candidates.isEmpty();
    };
  }

  @Override
  public String toString() {
    return "IceDescription[" + kind + ", candidates=" + candidates.size() + "]";
  }
}
