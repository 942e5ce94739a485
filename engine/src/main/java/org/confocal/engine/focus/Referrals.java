package org.confocal.engine.focus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Authority;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;

/**
 * Orders of participants that speak plain SIP (REFER): the same {@link Authority} decides as for
 * C3P, and how it goes is told by NOTIFY. RFC 4579 sections 5.5 and 5.11, RFC 3515.
 */
final class Referrals {
  private static final int TRYING = 100;
  private static final int RINGING = 180;
  private static final int OK = 200;

  /** A dialog in which nobody is a leg needs somebody who has proved who he is. */
  private record Standing(Optional<UserUri> asker, Optional<Rejection> refusal) {
    static Standing of(UserUri asker) {
      return new Standing(Optional.of(asker), Optional.empty());
    }

    static Standing none(Rejection.Reason reason, String text) {
      return new Standing(Optional.empty(), Optional.of(Rejection.of(reason, text)));
    }
  }

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final Authority authority;
  private final Map<RequestKey, FocusProtocol.ReferReply> answered = new LinkedHashMap<>();

  Referrals(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
    ControlSettings s = env.settings().control();
    this.authority = new Authority(s.attendeesCallOut(), s.presentersEnd());
  }

  /** A participant wants somebody called or removed; an edge may ask several times for the same. */
  Step asked(Conference state, FocusProtocol.Refer refer) {
    FocusProtocol.ReferReply known = answered.get(refer.key());
    if (known != null) {
      refer.replyTo().tell(known);
      return Step.NONE;
    }
    Standing standing = standing(state, refer);
    Optional<Rejection> no =
        standing
            .refusal()
            .or(
                () ->
                    authority.refusal(
                        state,
                        standing.asker().orElseThrow(),
                        refer.order(),
                        parts.dialOuts.calledBy(refer.order())))
            .or(() -> parts.controls.forbidden(state, refer.order()));
    if (no.isPresent()) {
      refuse(refer, no.get());
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    UserUri asker = standing.asker().orElseThrow();
    Referral referral = new Referral(refer, asker, dialog(state, refer));
    if (refer.order() instanceof ControlOrder.DialOut o) {
      parts.dialOuts.begin(state, referral, usable(state, o));
      return Step.NONE;
    } else if (refer.order() instanceof ControlOrder.Eject o) {
      return parts.controls.eject(state, asker, o, referral::done);
    }
    throw new AssertionError(refer.order());
  }

  private Standing standing(Conference state, FocusProtocol.Refer refer) {
    if (refer.tag().isPresent()) {
      Optional<Leg> leg = state.leg(refer.tag().get(), refer.key());
      Optional<Rejection> unheard = parts.dialogs.refusal(leg, refer.key(), refer.tag().get());
      if (unheard.isPresent()) {
        return new Standing(Optional.empty(), unheard);
      }
      // whoever took a call stands here under a name that somebody else gave him
      return leg.orElseThrow().dialedOut()
          ? Standing.none(
              Rejection.Reason.NOT_AUTHORIZED, "Who was called may not order: call in yourself")
          : Standing.of(leg.get().participant());
    }
    Optional<UserUri> user = refer.caller().user();
    if (user.isEmpty()) {
      return Standing.none(
          Rejection.Reason.AUTHENTICATION_REQUIRED, "Orders need somebody who is known");
    }
    return state.isIn(user.get())
        ? Standing.of(user.get())
        : Standing.none(Rejection.Reason.NOT_INVITED, user.get() + " is not in the conference");
  }

  /** A REFER does not say what kind of media: audio, or chat where there is no audio. */
  private static ControlOrder.DialOut usable(Conference state, ControlOrder.DialOut o) {
    boolean allowed = state.meeting().filter(m -> m.terms().allows(o.mcu())).isPresent();
    return allowed
        ? o
        : new ControlOrder.DialOut(
            o.user(), o.displayName(), o.presenter(), McuType.CHAT, o.endpoint(), o.uri());
  }

  private Dialog dialog(Conference state, FocusProtocol.Refer refer) {
    Optional<Leg> leg = refer.tag().flatMap(state::leg);
    if (leg.isPresent()) {
      return leg.get().dialog();
    }
    FocusProtocol.DialogSeed seed = refer.seed();
    return new Dialog(
        refer.key().callId(),
        parts.mouth.newTag(state),
        refer.key().fromTag(),
        seed.localUri(),
        seed.remoteUri(),
        seed.remoteTarget(),
        seed.contact(),
        seed.routeSet(),
        refer.key().cseq(),
        seed.peer(),
        seed.peerUpdates());
  }

  private void refuse(FocusProtocol.Refer refer, Rejection why) {
    context
        .getLog()
        .info(
            "referral refused order={} text=\"{}\" callId={}",
            refer.order(),
            why.text(),
            refer.key().callId());
    answer(refer, new FocusProtocol.NotReferred(refer.key(), why));
  }

  private void answer(FocusProtocol.Refer refer, FocusProtocol.ReferReply reply) {
    answered.put(refer.key(), reply);
    if (answered.size() > env.settings().control().remembered()) {
      answered.remove(answered.keySet().iterator().next());
    }
    refer.replyTo().tell(reply);
  }

  /** One REFER that is being carried out, and the one who is told of it. */
  private final class Referral implements DialOuts.Asker {
    private final FocusProtocol.Refer refer;
    private final UserUri user;
    private final Dialog dialog;

    Referral(FocusProtocol.Refer refer, UserUri user, Dialog dialog) {
      this.refer = refer;
      this.user = user;
      this.dialog = dialog;
    }

    @Override
    public UserUri user() {
      return user;
    }

    @Override
    public String near(Conference state) {
      return dialog.peer().host();
    }

    @Override
    public void refused(ControlOrder.DialOut order, Rejection why) {
      refuse(refer, why);
    }

    @Override
    public void begun() {
      LegTag tag = dialog.localTag();
      answer(refer, new FocusProtocol.Referred(refer.key(), tag, dialog.contact()));
      report(TRYING, "Trying", lasts());
    }

    @Override
    public void rings() {
      report(RINGING, "Ringing", lasts());
    }

    @Override
    public void taken(Conference state, ControlOrder.DialOut order) {
      report(OK, "OK", 0);
    }

    @Override
    public void failed(Conference state, ControlOrder.DialOut order, int status, Rejection why) {
      report(status, why.text(), 0);
    }

    /** It was done at once. */
    void done() {
      answer(refer, new FocusProtocol.Referred(refer.key(), dialog.localTag(), dialog.contact()));
      report(OK, "OK", 0);
    }

    private int lasts() {
      return (int) env.settings().control().referralLasts().toSeconds();
    }

    private void report(int status, String text, int secondsLeft) {
      if (refer.reports()) {
        ActorRef<EdgeProtocol.Command> way =
            refer.tag().isPresent() ? parts.mouth.edge(dialog.localTag().leg()) : refer.edge();
        way.tell(
            new EdgeProtocol.ReportReferral(
                parts.mouth.epoch(),
                dialog,
                parts.mouth.nextCseq(),
                refer.key().cseq(),
                status,
                text,
                secondsLeft));
      }
    }
  }
}
