package org.confocal.mcu;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.IceDescription.Kind;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.ice.CandidateFormatException;
import org.confocal.media.ice.IceCandidate;
import org.confocal.media.ice.IceCredentials;
import org.confocal.media.ice.IceTerms;
import org.confocal.media.ice.OcsCandidate;
import org.confocal.media.ice.OcsCredentials;

/**
 * ICE in offers and answers: who offers it is answered in his dialect, with a host candidate of
 * each component at our address. What we told a leg is kept in memory only; after another start it
 * is told anew (an ICE restart). RFC 8839 sections 4.2 and 4.4, draft-ietf-mmusic-ice-06.
 */
final class IceNegotiation {
  /** Where candidates come one by one there is no address of the peer's own yet. RFC 8840. */
  private static final int DISCARD_PORT = 9;

  private final boolean answers;
  private final RandomGenerator secrets;
  private final Map<Integer, Told> told = new HashMap<>();

  /**
   * Our names in a session with a leg.
   *
   * @param peer the name of the peer's that they were made for; another one is an ICE restart
   */
  private record Told(Kind kind, String peer, String name, String password) {}

  /**
   * By the policy of a site.
   *
   * @param secrets must not be guessable
   */
  IceNegotiation(McuSettings.Ice mode, RandomGenerator secrets) {
    this.answers = mode == McuSettings.Ice.LITE;
    this.secrets = secrets;
  }

  /** Our answer, with what is to be said of ICE. Saying it again for the same offer is the same. */
  SessionAnswer answer(int leg, SessionOffer offer, SessionAnswer answer) {
    List<StreamDescriptor> streams = new ArrayList<>(answer.streams());
    for (int i = 0; answers && i < streams.size(); i++) {
      StreamDescriptor ours = streams.get(i);
      StreamDescriptor theirs = offer.streams().get(i);
      if (ours.port() != 0 && theirs.ice().spoken()) {
        streams.set(i, ours.with(answer(leg, theirs, ours)));
      }
    }
    return new SessionAnswer(streams);
  }

  private IceDescription answer(int leg, StreamDescriptor theirs, StreamDescriptor ours) {
    IceDescription ice = theirs.ice();
    if (ice.kind() == Kind.STANDARD && mismatched(theirs)) {
      return IceDescription.of(Kind.MISMATCH);
    }
    Told known = told.get(leg);
    if (known == null || known.kind() != ice.kind() || !known.peer().equals(ice.ufrag())) {
      known = fresh(leg, ice.kind(), ice.ufrag());
    }
    return describe(known, ours);
  }

  private Told fresh(int leg, Kind kind, String peer) {
    Told fresh;
    if (kind == Kind.STANDARD) {
      IceCredentials made = IceCredentials.random(secrets);
      fresh = new Told(kind, peer, made.ufrag(), made.password());
    } else {
      OcsCredentials made = OcsCredentials.random(secrets);
      fresh = new Told(kind, peer, made.username(), made.password());
    }
    told.put(leg, fresh);
    return fresh;
  }

  /** RFC 8839 section 4.2.5: a box on the way has put its own address into the description. */
  private static boolean mismatched(StreamDescriptor theirs) {
    Optional<InetAddress> host = IpLiteral.parse(theirs.host());
    if (theirs.port() == DISCARD_PORT || host.isEmpty() || host.get().isAnyLocalAddress()) {
      return false;
    }
    InetSocketAddress own = new InetSocketAddress(host.get(), theirs.port());
    return standard(theirs.ice()).noneMatch(c -> own.equals(c.socketAddress()));
  }

  /** An offer of ours in a session that is there: whoever does ICE goes on with it. */
  SessionAnswer offer(int leg, SessionAnswer offer, Optional<SessionAnswer> before) {
    return before.isEmpty() ? offer : described(leg, offer, before.get().streams(), false);
  }

  /** The same description after a restart or at another place, with names that nobody has seen. */
  SessionAnswer anew(int leg, SessionAnswer moved) {
    return described(leg, moved, moved.streams(), true);
  }

  private SessionAnswer described(
      int leg, SessionAnswer offer, List<StreamDescriptor> before, boolean anew) {
    List<StreamDescriptor> streams = new ArrayList<>(offer.streams());
    for (int i = 0; i < Math.min(streams.size(), before.size()); i++) {
      StreamDescriptor ours = streams.get(i);
      IceDescription ice = before.get(i).ice();
      if (answers && ours.port() != 0 && ice.spoken()) {
        Told known = told.get(leg);
        Told now = anew || known == null ? fresh(leg, ice.kind(), "") : known;
        streams.set(i, ours.with(describe(now, ours)));
      } else if (ice.spoken()) {
        streams.set(i, ours.with(IceDescription.NONE));
      }
    }
    return new SessionAnswer(streams);
  }

  /**
   * Both sides have spoken: what we have told may have been told by an MCU before us, and the names
   * of the peer may be those of its answer.
   */
  void settled(int leg, SessionOffer remote, SessionAnswer local) {
    for (int i = 0; i < Math.min(local.streams().size(), remote.streams().size()); i++) {
      IceDescription ice = local.streams().get(i).ice();
      String peer = remote.streams().get(i).ice().ufrag();
      if (ice.kind() == Kind.STANDARD && !ice.keyless()) {
        told.put(leg, new Told(ice.kind(), peer, ice.ufrag(), ice.password()));
      } else {
        ocs(ice)
            .map(OcsCandidate::credentials)
            .findFirst()
            .ifPresent(c -> told.put(leg, new Told(ice.kind(), peer, c.username(), c.password())));
      }
    }
  }

  void forget(int leg) {
    told.remove(leg);
  }

  private static IceDescription describe(Told names, StreamDescriptor ours) {
    Optional<InetAddress> host = IpLiteral.parse(ours.host());
    if (host.isEmpty()) {
      return IceDescription.NONE;
    }
    List<String> candidates = new ArrayList<>();
    int components = ours.rtcpMux() ? IceCandidate.RTP : IceCandidate.RTCP;
    for (int component = IceCandidate.RTP; component <= components; component++) {
      InetSocketAddress at =
          new InetSocketAddress(host.get(), ours.port() + component - IceCandidate.RTP);
      candidates.add(candidate(names, component, at));
    }
    return names.kind() == Kind.STANDARD
        ? new IceDescription(Kind.STANDARD, names.name(), names.password(), candidates)
        : new IceDescription(Kind.OCS_2007, "", "", candidates);
  }

  private static String candidate(Told names, int component, InetSocketAddress at) {
    return names.kind() == Kind.STANDARD
        ? IceCandidate.hosts(List.of(at), component).get(0).format()
        : OcsCandidate.host(new OcsCredentials(names.name(), names.password()), component, at)
            .format();
  }

  /**
   * What the media plane has to do for a stream that both sides have described; no ICE when not
   * both speak of it, and in the same dialect.
   */
  static IceTerms terms(StreamDescriptor theirs, StreamDescriptor ours) {
    IceDescription ice = ours.ice();
    if (ice.kind() != theirs.ice().kind() || !ice.spoken() || ice.keyless()) {
      return IceTerms.NONE;
    }
    return ice.kind() == Kind.STANDARD
        ? new IceTerms.Lite(new IceCredentials(ice.ufrag(), ice.password()))
        : new IceTerms.Ocs(ocs(ice).toList(), ocs(theirs.ice()).toList());
  }

  private static Stream<IceCandidate> standard(IceDescription ice) {
    return ice.candidates().stream().flatMap(IceNegotiation::standard);
  }

  /** A candidate that nobody can read is left out. */
  private static Stream<IceCandidate> standard(String candidate) {
    try {
      return Stream.of(IceCandidate.parse(candidate));
    } catch (CandidateFormatException unreadable) {
      return Stream.empty();
    }
  }

  private static Stream<OcsCandidate> ocs(IceDescription ice) {
    return ice.kind() == Kind.OCS_2007
        ? ice.candidates().stream().flatMap(IceNegotiation::ocs)
        : Stream.empty();
  }

  private static Stream<OcsCandidate> ocs(String candidate) {
    try {
      return Stream.of(OcsCandidate.parse(candidate));
    } catch (CandidateFormatException unreadable) {
      return Stream.empty();
    }
  }
}
