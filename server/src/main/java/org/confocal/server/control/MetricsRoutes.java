package org.confocal.server.control;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.javadsl.ManagementRouteProvider;
import org.apache.pekko.management.javadsl.ManagementRouteProviderSettings;

/**
 * {@code /metrics} of Pekko Management's HTTP server. On loopback it wants no token: there the
 * token may be another one after each start, which no scraper could follow, and the numbers name
 * nobody.
 */
public final class MetricsRoutes extends AllDirectives implements ManagementRouteProvider {
  private static final ContentType.NonBinary TEXT =
      ContentTypes.create(
          MediaTypes.customWithFixedCharset(
              "text", "plain", HttpCharsets.UTF_8, Map.of("version", "0.0.4"), false));

  private final ExtendedActorSystem system;

  /** Made by Pekko Management, by name. */
  public MetricsRoutes(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public Route routes(ManagementRouteProviderSettings settings) {
    return path("metrics", () -> get(() -> optionalHeaderValueByName("Authorization", this::text)));
  }

  private Route text(Optional<String> given) {
    Optional<ControlPorts.Ports> ports = ControlPorts.of(system).ports();
    if (ports.filter(p -> p.guarded() && !ControlRoutes.entitled(given, p.token())).isPresent()) {
      return complete(StatusCodes.UNAUTHORIZED);
    }
    return ports.isPresent()
        ? complete(StatusCodes.OK, HttpEntities.create(TEXT, ports.get().metrics().get()))
        : complete(StatusCodes.SERVICE_UNAVAILABLE);
  }
}
