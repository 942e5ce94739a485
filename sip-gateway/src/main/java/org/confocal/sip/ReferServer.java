package org.confocal.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * Serves one REFER to a conference: RFC 4579 sections 5.5 (add) and 5.11 (remove), RFC 3515, RFC
 * 4488 ({@code Refer-Sub}).
 */
final class ReferServer implements RoutedServer.Task<FocusProtocol.ReferReply> {
  private static final String SECTION = "RFC 3515 2.1";
  private static final String SUBSCRIPTION = "Refer-Sub";

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;

  private ReferServer(Edge edge, StackEvents.Incoming in) {
    this.edge = edge;
    this.in = in;
    this.request = in.request();
  }

  static Behavior<RoutedServer.Command> create(Edge edge, StackEvents.Incoming in) {
    return RoutedServer.create(edge, in, new ReferServer(edge, in), FocusProtocol.ReferReply.class);
  }

  @Override
  public Optional<SipResponse> refusal() {
    try {
      target();
      SipDialogs.contactOf(request);
      return Optional.empty();
    } catch (WireFormatException e) {
      return Optional.of(RejectionMapping.response(request, RejectionMapping.malformed(e)));
    } catch (IllegalArgumentException e) {
      return Optional.of(request.response(488, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public FocusProtocol.Refer command(RoutedServer.Asker<FocusProtocol.ReferReply> asker)
      throws WireFormatException {
    SipUri contact =
        SipDialogs.contact(
            asker.focus(), edge.stack().advertised(in.flow()), in.flow().transport());
    return new FocusProtocol.Refer(
        SipDialogs.key(request),
        asker.tag(),
        asker.caller(),
        SipDialogs.seed(request, in.flow(), SipDialogs.secureAs(request, contact)),
        order(target()),
        reports(),
        asker.replyTo(),
        edge.self());
  }

  private NameAddress target() throws WireFormatException {
    List<NameAddress> targets = request.addresses("Refer-To");
    if (targets.size() != 1) {
      throw new WireFormatException(targets.size() + " Refer-To", "exactly one", SECTION);
    }
    ControlOrder unused = order(targets.get(0));
    return targets.get(0);
  }

  /** A method in the URI says what shall be done: call, or hang up. */
  private ControlOrder order(NameAddress target) {
    SipUri uri = target.uri();
    String method = uri.param("method").orElse("INVITE").toUpperCase(Locale.ROOT);
    UserUri user =
        edge.names()
            .user(uri)
            .filter(u -> edge.names().conference(uri).isEmpty())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Refer-To: " + uri + " (expected: sip:name@domain)"));
    return switch (method) {
      case "INVITE" ->
          new ControlOrder.DialOut(
              user,
              Optional.ofNullable(target.displayName()).map(String::strip).orElse(""),
              false,
              McuType.AUDIO_VIDEO,
              "",
              uri.withoutParam("method").withoutParam("maddr").withoutHeaders().write());
      case "BYE" -> new ControlOrder.Eject(user, Optional.empty());
      default ->
          throw new IllegalArgumentException(
              "Refer-To with method=" + method + " (expected: INVITE or BYE)");
    };
  }

  private boolean reports() {
    return request
        .header(SUBSCRIPTION)
        .filter(v -> v.strip().toLowerCase(Locale.ROOT).startsWith("false"))
        .isEmpty();
  }

  @Override
  public Optional<Rejection> rejection(FocusProtocol.ReferReply reply) {
    return reply instanceof FocusProtocol.NotReferred not
        ? Optional.of(not.rejection())
        : Optional.empty();
  }

  @Override
  public SipResponse answer(FocusProtocol.ReferReply reply) {
    FocusProtocol.Referred referred = (FocusProtocol.Referred) reply;
    SipResponse ok =
        request
            .response(200, "OK")
            .withToTag(referred.tag().text())
            .with("Contact", SipDialogs.focusContact(referred.contact()));
    return reports() ? ok : ok.with(SUBSCRIPTION, "false");
  }
}
