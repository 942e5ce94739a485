package org.confocal.server.node;

import com.typesafe.config.Config;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Ids;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.user.Users;
import org.confocal.persistence.Database;
import org.confocal.server.control.LegQuality;
import org.confocal.server.control.Switchboard;
import org.confocal.server.metrics.NodeMetrics;
import org.confocal.server.settings.Parting;
import org.confocal.server.settings.ServerSettings;
import org.confocal.sip.tls.TlsIdentity;

/**
 * What the rest of the house plugs into a node. Made before the actor system and closed after it,
 * so it owns what outlives actors: the media plane.
 */
public interface Wiring extends AutoCloseable {
  /** Makes the wiring; throws {@link IllegalArgumentException} for a wrong value of a key. */
  @FunctionalInterface
  interface Maker {
    Wiring make(Config config);
  }

  /** What a node has when the actors start. */
  record House(
      Config config,
      ServerSettings settings,
      Database database,
      Ids ids,
      InstantSource clock,
      NodeMetrics metrics) {}

  /**
   * The addresses of SIP.
   *
   * @param listening for the banner, such as {@code udp 0.0.0.0:5060}
   * @param callIn for whoever calls, such as {@code 127.0.0.1:5060}
   */
  record Bound(List<String> listening, List<String> callIn) {
    public Bound {
      listening = List.copyOf(listening);
      callIn = List.copyOf(callIn);
    }
  }

  /** What runs. */
  interface Parts {
    Switchboard.Factories factories();

    Foci foci();

    Users users();

    /** How long contact lists may get. */
    ContactList.Bounds contactBounds();

    /**
     * Completes when SIP is bound; fails with {@link StartFailure} when it cannot be. Asked once,
     * after the node is Up.
     */
    CompletionStage<Bound> bind();

    /** Whether calls can be taken now: part of {@code /ready}. */
    boolean ready();

    /** What was counted since the start, by room: media, sip. */
    Map<String, Object> counters();

    /** How the sound of the legs of a conference does that are mixed here. */
    List<LegQuality> quality(FocusKey conference);

    /**
     * Before anything is unbound: no new calls any more, and what was said is on its way when this
     * completes. The node has ended the conferences already when they are to end.
     */
    CompletionStage<Done> goodbye(Parting parting);

    /** No new request comes in any more; stop listening. */
    CompletionStage<Done> unbind();
  }

  /** Who this node is towards clients that want TLS; empty when nobody may ask for it. */
  default Optional<TlsIdentity> identity() {
    return Optional.empty();
  }

  /** Starts everything that lives in the actor system; runs in the guardian. */
  Parts start(ActorContext<?> guardian, House house);

  /** After the actor system has ended. */
  @Override
  void close();
}
