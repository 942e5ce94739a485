package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.engine.dialog.PeerAddress;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.kit.SipTexts;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code sips} asks for: TLS to the next hop, both ways. RFC 3261 section 26.2.2. */
class SecureUriTest {
  private final EdgeHarness edge = new EdgeHarness();
  private final FlowTable flows = new FlowTable(edge.stack());

  @AfterEach
  void close() {
    edge.close();
  }

  private static SipRequest to(String uri) throws WireFormatException {
    String text = SipTexts.request("OPTIONS", "s-1", 1, SipTexts.viaUdp(5070, "b1"), "");
    return ((SipRequest) SipMessage.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .withUri(SipUri.parse(uri));
  }

  @Test
  void aRequestToSipsIsTakenByTlsOnly() throws WireFormatException {
    SipRequest request = to("sips:9000@example.test");

    assertThat(RequestRules.insecure(request, "tls")).isEmpty();
    assertThat(RequestRules.insecure(request, "udp").orElseThrow().status()).isEqualTo(403);
    assertThat(RequestRules.insecure(request, "tcp").orElseThrow().status()).isEqualTo(403);
    assertThat(RequestRules.insecure(to("sip:9000@example.test"), "udp")).isEmpty();
  }

  @Test
  void ourContactIsAsTheRequestWantsIt() throws WireFormatException {
    SipUri contact = SipUri.parse("sip:c-x@192.0.2.1:5061;transport=tls");

    assertThat(SipDialogs.secureAs(to("sips:9000@example.test"), contact).write())
        .isEqualTo("sips:c-x@192.0.2.1:5061");
    assertThat(SipDialogs.secureAs(to("sip:9000@example.test"), contact)).isEqualTo(contact);
  }

  @Test
  void aSipsContactIsReachedByTlsWhateverTheFirstRequestCameBy() {
    for (String transport : new String[] {"udp", "tcp", "tls"}) {
      PeerAddress peer = new PeerAddress(transport, "192.0.2.9", 40_000);

      assertThat(flows.destination(peer, "sips:ada@192.0.2.9", true))
          .isEqualTo(new Destination.Address("tls", "192.0.2.9", 5061));
    }
  }

  @Test
  void whoIsKnownByTlsIsReachedByItUnlessHeSaysAnotherTransport() {
    PeerAddress peer = new PeerAddress("tls", "192.0.2.9", 40_000);

    assertThat(flows.destination(peer, "sip:ada@192.0.2.9:5070", true))
        .isEqualTo(new Destination.Address("tls", "192.0.2.9", 5070));
    assertThat(flows.destination(peer, "sip:ada@192.0.2.9;transport=tcp", true))
        .isEqualTo(new Destination.Address("tcp", "192.0.2.9", 5060));
  }

  @Test
  void ourContactIsSipsWhereTheWayBackIs() throws WireFormatException {
    SipUri contact = SipUri.parse("sip:c-x@192.0.2.1:5061;transport=tls");
    SipRequest plain = to("sip:9000@example.test");

    assertThat(SipDialogs.secureAs(plain.with("Contact", "<sips:ada@192.0.2.9>"), contact).scheme())
        .isEqualTo("sips");
    assertThat(
            SipDialogs.secureAs(
                    plain
                        .with("Contact", "<sips:ada@192.0.2.9>")
                        .with("Record-Route", "<sip:p1;lr>"),
                    contact)
                .scheme())
        .isEqualTo("sip");
    assertThat(
            SipDialogs.secureAs(
                    plain
                        .with("Contact", "<sip:ada@192.0.2.9>")
                        .with("Record-Route", "<sips:p1;lr>"),
                    contact)
                .scheme())
        .isEqualTo("sips");
  }

  @Test
  void aContactWithTransportTlsIsReachedByTls() throws WireFormatException {
    assertThat(Destination.of(SipUri.parse("sip:ada@192.0.2.9;transport=TLS")))
        .isEqualTo(new Destination.Address("tls", "192.0.2.9", 5061));
  }
}
