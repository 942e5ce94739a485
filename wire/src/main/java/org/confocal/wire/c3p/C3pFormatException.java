package org.confocal.wire.c3p;

import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A request that is none. With an {@link #envelope} it can be answered by a C3P failure {@link
 * C3pReasons#REQUEST_MALFORMED}; without one the answer is SIP 400 with {@code ms-diagnostics}
 * 3006.
 */
public final class C3pFormatException extends WireFormatException {
  private static final long serialVersionUID = 1L;

  private final @Nullable C3pEnvelope envelope;

  C3pFormatException(WireFormatException cause, @Nullable C3pEnvelope envelope) {
    super(cause.got(), cause.expected(), cause.specSection());
    initCause(cause);
    this.envelope = envelope;
  }

  /** The envelope, if all of it was readable. */
  public Optional<C3pEnvelope> envelope() {
    return Optional.ofNullable(envelope);
  }
}
