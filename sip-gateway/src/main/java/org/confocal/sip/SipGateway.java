package org.confocal.sip;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.confocal.engine.Ids;
import org.confocal.engine.cluster.EngineDoors;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.sip.jain.JainSipStack;
import org.confocal.sip.jain.SipBindException;
import org.confocal.sip.jain.SipStackCounters;
import org.confocal.sip.jain.SipStackSettings;
import org.confocal.sip.tls.TlsIdentity;

/**
 * The door of this room: binds the ports first, so that a port in use is known before anything else
 * starts.
 */
public final class SipGateway implements AutoCloseable {
  /** What an edge needs from the other rooms. */
  public record Doors(
      EngineDoors engine,
      DialNames numbers,
      UserDirectory users,
      ConferencePolicies policies,
      Ids ids,
      InstantSource clock) {}

  private final StackEvents events;
  private final JainSipStack stack;

  SipGateway(StackEvents events, JainSipStack stack) {
    this.events = events;
    this.stack = stack;
  }

  /**
   * Binds all listening points. Until {@link #edge} runs, what comes waits in the system: a phone
   * that repeats its request while a node is started again is served.
   *
   * @throws SipBindException if one of them cannot be had; then nothing is left open
   */
  public static SipGateway bind(SipStackSettings settings) throws SipBindException {
    StackEvents events = new StackEvents();
    return new SipGateway(events, JainSipStack.bind(settings, events));
  }

  /** The same with a certificate, so that it can listen for TLS. */
  public static SipGateway bind(SipStackSettings settings, TlsIdentity tls)
      throws SipBindException {
    StackEvents events = new StackEvents();
    return new SipGateway(events, JainSipStack.bind(settings, tls, events));
  }

  /** The behaviour of the edge actor, to be spawned once. */
  public Behavior<EdgeProtocol.Command> edge(Doors doors, SipSettings settings) {
    return SipEdge.create(events, stack, doors, settings);
  }

  /** Where we listen, as {@code udp:ADDRESS:PORT}. */
  public List<String> listening() {
    return stack.listening().stream().map(SipStackSettings.Bind::write).toList();
  }

  public SipStackCounters counters() {
    return stack.counters();
  }

  /** Completes when the transports have ended by a fault: then the node must end too. */
  public CompletionStage<Throwable> broken() {
    return stack.broken();
  }

  /** Frees all ports. The edge, which may live a while longer, hears of nothing any more. */
  @Override
  public void close() {
    events.hush();
    stack.close();
  }
}
