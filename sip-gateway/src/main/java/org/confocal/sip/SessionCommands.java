package org.confocal.sip;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/** What an INVITE or UPDATE says to the engine. */
final class SessionCommands {
  private SessionCommands() {}

  /** A request to join; the dialog with a focus has no media. */
  static FocusProtocol.Joining joining(
      Edge edge,
      StackEvents.Incoming in,
      ConferenceUri conference,
      Entry entry,
      Caller caller,
      ActorRef<FocusProtocol.InviteReply> replies)
      throws WireFormatException {
    SipRequest request = in.request();
    FocusKey focus = FocusKey.of(conference);
    HostPort own = edge.stack().advertised(in.flow());
    String transport = in.flow().transport();
    SipUri contact =
        entry.mcu().isPresent()
            ? SipDialogs.contact(focus, entry.mcu().get(), own, transport)
            : SipDialogs.contact(focus, own, transport);
    return new FocusProtocol.Joining(
        SipDialogs.key(request),
        entry,
        caller,
        SipDialogs.seed(request, in.flow(), SipDialogs.secureAs(request, contact)),
        entry.kind() == LegKind.FOCUS ? Optional.empty() : SdpTranslation.readIfAny(request.body()),
        SessionTimerRules.agree(request, edge.settings().sessionTimers()).timer(),
        replies,
        edge.self());
  }

  /** A change of a session that is there. */
  static FocusProtocol.Change change(
      Edge edge, StackEvents.Incoming in, LegTag tag, ActorRef<FocusProtocol.InviteReply> replies)
      throws WireFormatException {
    SipRequest request = in.request();
    Optional<SessionOffer> offer = SdpTranslation.readIfAny(request.body());
    FocusProtocol.ChangeKind kind =
        offer.isPresent()
            ? FocusProtocol.ChangeKind.OFFER
            : request.method().equals("INVITE")
                ? FocusProtocol.ChangeKind.OFFERLESS
                : FocusProtocol.ChangeKind.REFRESH;
    SipUri target = SipDialogs.contactOf(request).uri();
    return new FocusProtocol.Change(
        SipDialogs.key(request),
        tag,
        kind,
        offer,
        target.write(),
        SipDialogs.peer(request, in.flow(), target),
        SessionTimerRules.agree(request, edge.settings().sessionTimers()).timer(),
        replies);
  }
}
