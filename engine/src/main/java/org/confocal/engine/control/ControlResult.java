package org.confocal.engine.control;

import java.util.Map;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.roster.RosterDocument;

/**
 * What became of an order.
 *
 * @param requestId of the client, repeated in the answer
 * @param asker who ordered
 * @param refusal empty = it is done
 * @param roster the answer to {@link ControlOrder.Describe}
 * @param connection what a client needs to come to an MCU himself, key by key
 */
public record ControlResult(
    String requestId,
    ControlOrder order,
    UserUri asker,
    Optional<Rejection> refusal,
    Optional<RosterDocument> roster,
    Map<String, String> connection) {
  public ControlResult {
    connection = Map.copyOf(connection);
  }

  public static ControlResult done(String requestId, ControlOrder order, UserUri asker) {
    return new ControlResult(requestId, order, asker, Optional.empty(), Optional.empty(), Map.of());
  }

  public static ControlResult refused(
      String requestId, ControlOrder order, UserUri asker, Rejection why) {
    return new ControlResult(requestId, order, asker, Optional.of(why), Optional.empty(), Map.of());
  }
}
