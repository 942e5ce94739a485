package org.confocal.engine.focus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.meeting.MeetingTerms;

/**
 * One description put together from what several MCUs say: each speaks for the streams of its own
 * media type. One that refuses costs its streams, not the session; when all refuse nothing comes of
 * it.
 */
final class Negotiation {
  private final Set<McuType> asked;
  private final Map<McuType, McuProtocol.Negotiated> prepared = new EnumMap<>(McuType.class);
  private final Map<McuType, Rejection> refused = new EnumMap<>(McuType.class);

  Negotiation(Set<McuType> asked) {
    this.asked = Set.copyOf(asked);
  }

  /** The MCUs whose streams are in an offer; audio-video also speaks for what nobody serves. */
  private static Set<McuType> typesOf(Optional<SessionOffer> offer) {
    Set<McuType> types = EnumSet.noneOf(McuType.class);
    for (StreamDescriptor stream : offer.map(SessionOffer::streams).orElseGet(List::of)) {
      for (McuType type : McuType.values()) {
        if (stream.type().equals(type.media()) && stream.port() != 0) {
          types.add(type);
        }
      }
    }
    return types.isEmpty() ? EnumSet.of(McuType.AUDIO_VIDEO) : types;
  }

  /**
   * The MCUs that have a word in a session, whether it begins or changes: none in the dialog with
   * the focus, one in a dialog with an MCU, and in a call to the conference those that the meeting
   * may use.
   *
   * @param offer of the peer; empty = an offer of ours is wanted
   */
  static Set<McuType> typesOf(Entry entry, Optional<SessionOffer> offer, MeetingTerms terms) {
    return switch (entry.kind()) {
      case FOCUS -> Set.of();
      case MEDIA -> Set.of(entry.mcu().orElseThrow());
      case PLAIN -> {
        Set<McuType> allowed = typesOf(offer);
        allowed.removeIf(type -> !terms.allows(type));
        yield allowed;
      }
    };
  }

  /** The refusal of a call in which nothing is left of what was offered. */
  static Rejection nothingLeft() {
    return Rejection.of(
        Rejection.Reason.MEDIA_NOT_ACCEPTABLE,
        "The conference has none of the media types that you offer");
  }

  Set<McuType> asked() {
    return asked;
  }

  void prepared(McuProtocol.Negotiated n) {
    prepared.put(n.mcu(), n);
  }

  void refused(McuProtocol.NotNegotiated n) {
    refused.put(n.mcu(), n.rejection());
  }

  /** Everybody who was asked has answered. */
  boolean complete() {
    return asked.stream().allMatch(t -> prepared.containsKey(t) || refused.containsKey(t));
  }

  /** Nobody serves anything of it: why. */
  Optional<Rejection> failure() {
    return prepared.isEmpty() ? refused.values().stream().findFirst() : Optional.empty();
  }

  /** The MCUs that serve the leg. */
  Set<McuType> serving() {
    return prepared.keySet();
  }

  MediaPlace place() {
    McuProtocol.Negotiated audio = prepared.get(McuType.AUDIO_VIDEO);
    return audio == null ? MediaPlace.NONE : audio.place();
  }

  /** The answer to an offer: as many streams in the same order, each as its MCU wants it. */
  SessionAnswer answer(SessionOffer offer) {
    List<StreamDescriptor> streams = new ArrayList<>();
    for (int i = 0; i < offer.streams().size(); i++) {
      streams.add(answerAt(i, offer.streams().get(i)));
    }
    return new SessionAnswer(streams);
  }

  private StreamDescriptor answerAt(int index, StreamDescriptor offered) {
    for (McuProtocol.Negotiated n : prepared.values()) {
      if (index < n.local().streams().size() && n.local().streams().get(index).port() != 0) {
        return n.local().streams().get(index);
      }
    }
    return offered.refused();
  }

  /** An offer of ours: what was there before, with the streams of these MCUs changed or added. */
  SessionAnswer offer(List<StreamDescriptor> before) {
    List<StreamDescriptor> streams = new ArrayList<>(before);
    for (McuProtocol.Negotiated n : prepared.values()) {
      n.local().streams().stream()
          .filter(s -> s.type().equals(n.mcu().media()) && s.port() != 0)
          .findFirst()
          .ifPresent(own -> put(streams, own));
    }
    return new SessionAnswer(streams);
  }

  private static void put(List<StreamDescriptor> streams, StreamDescriptor own) {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).type().equals(own.type()) && streams.get(i).port() != 0) {
        streams.set(i, own);
        return;
      }
    }
    streams.add(own);
  }
}
