package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.confocal.media.ice.IceAgent;
import org.confocal.media.ice.IceLiteAgent;
import org.confocal.media.ice.IceTerms;
import org.confocal.media.ice.OcsCandidate;
import org.confocal.media.ice.OcsIceAgent;
import org.confocal.media.ice.StunOutcome;
import org.confocal.media.net.DatagramPort;

/**
 * One component of a leg that does ICE. It answers checks, remembers from which addresses a valid
 * one came, and knows where the peer wants its media. No other address is believed, and before one
 * is nominated nothing is sent: an offer alone must not make us send to a third party (RFC 8445
 * section 19.5.1).
 */
final class IceComponent {

  /** Where nothing is sent to. */
  static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

  /** A client has a handful of addresses; of more the oldest is forgotten. */
  private static final int MOST_ADDRESSES = 8;

  /**
   * Refusals a second, as many at once. A full agent hears why often enough; who forges his source
   * must not make us send more than that to a third party.
   */
  private static final int REFUSALS_PER_SECOND = 5;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long REFUSAL_NS = NS_PER_SECOND / REFUSALS_PER_SECOND;

  private final LoopContext context;
  private final int number;
  private final InetSocketAddress[] checked = new InetSocketAddress[MOST_ADDRESSES];
  private int nextChecked;
  private IceAgent agent;

  /** Until then all refusals that were sent are paid for. */
  private long refusalsUntilNs;

  /**
   * @param number as in the candidates of the component
   * @param terms some ICE
   */
  IceComponent(LoopContext context, int number, IceTerms terms) {
    this.context = context;
    this.number = number;
    this.agent = agent(terms);
    this.refusalsUntilNs = context.nowNs;
  }

  private IceAgent agent(IceTerms terms) {
    if (terms instanceof IceTerms.Lite lite) {
      return new IceLiteAgent(lite.local(), context.stun);
    }
    if (terms instanceof IceTerms.Ocs ocs) {
      OcsIceAgent made = new OcsIceAgent(ours(ocs), context.stun, context.secrets);
      made.remotes(ocs.remotes());
      return made;
    }
    throw new AssertionError(terms);
  }

  /** The RTCP component has none where RTP shares its socket; nothing comes there then. */
  private OcsCandidate ours(IceTerms.Ocs ocs) {
    for (OcsCandidate candidate : ocs.local()) {
      if (candidate.component() == number) {
        return candidate;
      }
    }
    return ocs.local().get(0);
  }

  /**
   * Changed terms of the same dialect. Who passed a check under the old ones stays believed, and
   * media goes to where it went, until the peer has nominated anew (RFC 8445 section 9).
   */
  void agree(IceTerms terms) {
    if (terms instanceof IceTerms.Lite lite && agent instanceof IceLiteAgent known) {
      known.restart(lite.local());
    } else if (terms instanceof IceTerms.Ocs ocs
        && agent instanceof OcsIceAgent known
        && known.local().equals(ours(ocs))) {
      known.remotes(ocs.remotes());
    } else {
      agent = agent(terms);
    }
  }

  /**
   * Answers a check.
   *
   * @return whether it was valid
   */
  boolean onStun(DatagramPort port, ByteBuffer datagram, int length, InetSocketAddress source) {
    StunOutcome outcome =
        agent.onStun(datagram, 0, length, source, context.nowNs, context.stunAnswer);
    if (outcome.hasAnswer() && (outcome != StunOutcome.REFUSED || mayRefuse())) {
      context.send(port, context.stunAnswer, source);
    }
    boolean valid = outcome == StunOutcome.ANSWERED || outcome == StunOutcome.NOMINATED;
    if (valid) {
      context.counters.increment(Counter.CHECKS);
      remember(source);
      checkBack(port, source);
    } else if (outcome != StunOutcome.CONFIRMED) {
      context.counters.increment(Counter.CHECKS_REFUSED);
    }
    return valid || outcome == StunOutcome.CONFIRMED;
  }

  private boolean mayRefuse() {
    long ahead = Math.max(0, refusalsUntilNs - context.nowNs);
    boolean may = ahead + REFUSAL_NS <= NS_PER_SECOND;
    if (may) {
      refusalsUntilNs = context.nowNs + ahead + REFUSAL_NS;
    }
    return may;
  }

  /** The older dialect wants a check in each direction. */
  private void checkBack(DatagramPort port, InetSocketAddress source) {
    if (agent instanceof OcsIceAgent ocs && ocs.writeCheck(context.stunAnswer) > 0) {
      context.send(port, context.stunAnswer, source);
    }
  }

  private void remember(InetSocketAddress source) {
    if (!believes(source)) {
      checked[nextChecked] = source;
      nextChecked = (nextChecked + 1) % MOST_ADDRESSES;
    }
  }

  /** Whether a valid check came from there. */
  boolean believes(InetSocketAddress source) {
    for (InetSocketAddress known : checked) {
      if (source.equals(known)) {
        return true;
      }
    }
    return source.equals(agent.nominated());
  }

  /** Where the peer wants its media; {@link #NOWHERE} until it has said so. */
  InetSocketAddress target() {
    InetSocketAddress nominated = agent.nominated();
    return nominated == null ? NOWHERE : nominated;
  }
}
