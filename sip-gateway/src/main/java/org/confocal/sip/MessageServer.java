package org.confocal.sip;

import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.confocal.engine.Rejection;
import org.confocal.engine.chat.Content;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * Serves one MESSAGE to a conference: RFC 3428, MS-CONFIM. What it says is passed on byte for byte;
 * a {@code message/cpim} is opened, for it names the one whom it is for (RFC 3862, RFC 7701 section
 * 5.2).
 */
final class MessageServer implements RoutedServer.Task<FocusProtocol.SayReply> {
  private static final String SECTION = "RFC 3862 4.2";

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final SipRequest request;

  private MessageServer(Edge edge, StackEvents.Incoming in) {
    this.edge = edge;
    this.in = in;
    this.request = in.request();
  }

  static Behavior<RoutedServer.Command> create(Edge edge, StackEvents.Incoming in) {
    return RoutedServer.create(edge, in, new MessageServer(edge, in), FocusProtocol.SayReply.class);
  }

  @Override
  public Optional<SipResponse> refusal() {
    if (request.body().contentType().isEmpty()) {
      return Optional.of(request.response(400, "MESSAGE has no Content-Type"));
    }
    boolean coded =
        request.headers().values("Content-Encoding").stream()
            .anyMatch(coding -> !coding.equalsIgnoreCase("identity"));
    return coded
        ? Optional.of(
            request
                .response(415, "Content-Encoding is not understood")
                .with("Accept-Encoding", "identity"))
        : Optional.empty();
  }

  @Override
  public FocusProtocol.Say command(RoutedServer.Asker<FocusProtocol.SayReply> asker)
      throws WireFormatException {
    Content content = new Content(request.body().contentType(), request.body().bytes());
    Optional<UserUri> to = Optional.empty();
    if (content.mediaType().equals(CpimMessage.MEDIA_TYPE)) {
      CpimMessage cpim = CpimMessage.read(content.bytes());
      to = addressee(cpim);
      content = cpim.content();
    }
    return new FocusProtocol.Say(
        SipDialogs.key(request),
        asker.tag(),
        asker.caller(),
        SipDialogs.fromAddress(request),
        FlowTable.address(in.flow()),
        to,
        content,
        asker.replyTo());
  }

  /** The user of a To; one that names a conference is for everybody. */
  private Optional<UserUri> addressee(CpimMessage cpim) throws WireFormatException {
    if (cpim.to().isEmpty()) {
      return Optional.empty();
    }
    SipUri uri = cpim.to().get().uri();
    boolean conference =
        edge.names().conference(uri).isPresent()
            || SipDialogs.conferenceOfContact(uri).isPresent()
            || uri.addressOfRecord().equals(request.uri().addressOfRecord());
    if (conference) {
      return Optional.empty();
    }
    if (edge.names().isOurs(uri.host())) {
      return Optional.of(
          edge.names()
              .user(uri.plainUser().orElse(""))
              .orElseThrow(() -> new WireFormatException(uri.toString(), "a user", SECTION)));
    }
    try {
      return Optional.of(new UserUri("sip:" + uri.addressOfRecord()));
    } catch (IllegalArgumentException notAUser) {
      throw new WireFormatException(uri.toString(), "a user", SECTION);
    }
  }

  @Override
  public Optional<Rejection> rejection(FocusProtocol.SayReply reply) {
    return reply instanceof FocusProtocol.NotSaid not
        ? Optional.of(not.rejection())
        : Optional.empty();
  }

  /** Only a line that has a number can be reported on later. */
  @Override
  public SipResponse answer(FocusProtocol.SayReply reply) {
    long line = ((FocusProtocol.Said) reply).line();
    SipResponse ok = request.response(200, "OK");
    return line > 0 ? ok.with("Message-Id", Long.toString(line)) : ok;
  }
}
