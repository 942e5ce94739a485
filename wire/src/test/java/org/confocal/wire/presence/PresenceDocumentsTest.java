package org.confocal.wire.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.wire.Damage;
import org.confocal.wire.Golden;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceDocumentsTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:10:00Z");

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static XmlElement parsed(String text) throws WireFormatException {
    return XmlReader.read(utf8(text));
  }

  @Test
  void aChangedContactIsRead() throws WireFormatException {
    ContactRequest request = ContactRequest.read(Golden.bytes("presence/set-contact.soap.xml"));

    assertThat(request)
        .isEqualTo(
            new ContactRequest(
                new ContactRequest.SetContact(
                    "sip:ravi@example.test", "Ravi K.", List.of(1, 2), true),
                Optional.of(4L)));
    assertThat(ContactRequest.read(utf8(request.write()))).isEqualTo(request);
  }

  @Test
  void aNewGroupIsReadAndAnsweredWithItsId() throws WireFormatException {
    ContactRequest request = ContactRequest.read(Golden.bytes("presence/add-group.soap.xml"));

    assertThat(request)
        .isEqualTo(new ContactRequest(new ContactRequest.AddGroup("Team"), Optional.of(5L)));
    assertThat(
            parsed(ContactRequest.answer("addGroup", Optional.of(7), 6))
                .path("Body", "addGroup", "groupID")
                .orElseThrow()
                .text())
        .isEqualTo("7");
  }

  @Test
  void anOrderOfAnotherKindIsReadByNameOnly() throws WireFormatException {
    ContactRequest request =
        ContactRequest.read(utf8("<Envelope><Body><setACE><x/></setACE></Body></Envelope>"));

    assertThat(request.order()).isEqualTo(new ContactRequest.Other("setACE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<other/>",
        "<Envelope/>",
        "<Envelope><Body/></Envelope>",
        "<Envelope><Body><setContact/></Body></Envelope>",
        "<Envelope><Body><deleteGroup><groupID>x</groupID></deleteGroup></Body></Envelope>",
        "<Envelope><Body><addGroup><deltaNum>-1</deltaNum></addGroup></Body></Envelope>"
      })
  void whatIsNoChangeOfContactsIsRefused(String xml) {
    assertThatThrownBy(() -> ContactRequest.read(utf8(xml)))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void publicationsAreRead() throws WireFormatException {
    CategoryPublish publish = CategoryPublish.read(Golden.bytes("presence/two.publish.xml"));

    CategoryPublish.Item state = publish.items().get(0);
    assertThat(publish.uri()).isEqualTo("sip:dana@example.test");
    assertThat(state.instance()).isEqualTo(805_306_368L);
    assertThat(PublishedState.read(state.content().orElseThrow()))
        .contains(new PublishedState("machineState", 6500, Optional.of("on-the-phone")));
    assertThat(publish.items().get(1).removes()).isTrue();
    assertThat(CategoryPublish.read(utf8(publish.write()))).isEqualTo(publish);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<publish/>",
        "<publish><publications uri='sip:a@b'/></publish>",
        "<publish><publications><publication categoryName='note'/></publications></publish>",
        "<publish><publications uri='u'><publication categoryName='note' expireType='never'/>"
            + "</publications></publish>",
        "<publish><publications uri='u'><publication categoryName='note' version='new'/>"
            + "</publications></publish>"
      })
  void whatIsNoPublicationIsRefused(String xml) {
    assertThatThrownBy(() -> CategoryPublish.read(utf8(xml)))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void aListOfThoseWhoAreOfInterestIsRead() throws WireFormatException {
    BatchSubscribe batch = BatchSubscribe.read(Golden.bytes("presence/two.batchsub.xml"));

    assertThat(batch)
        .isEqualTo(
            new BatchSubscribe(
                "sip:dana@example.test",
                List.of(
                    new BatchSubscribe.Action(
                        true,
                        "63792024",
                        List.of("sip:ravi@example.test", "sip:mei@example.test"),
                        List.of("note", "state")))));
    assertThat(BatchSubscribe.read(utf8(batch.write()))).isEqualTo(batch);
  }

  @Test
  void damagedDocumentsParseOrAreRefusedWithTheTypedError() {
    Damage.isSurvived(
        List.of(
            Golden.text("presence/set-contact.soap.xml"),
            Golden.text("presence/add-group.soap.xml")),
        2_000,
        ContactRequest::read,
        ContactRequest::write);
    Damage.isSurvived(
        List.of(Golden.text("presence/two.publish.xml")),
        2_000,
        CategoryPublish::read,
        CategoryPublish::write);
    Damage.isSurvived(
        List.of(Golden.text("presence/two.batchsub.xml")),
        2_000,
        BatchSubscribe::read,
        BatchSubscribe::write);
  }

  @Test
  void aListHasUrisWithoutASchemeAndAChangeHasThemWithIt() {
    ContactDocuments.Contact ravi =
        new ContactDocuments.Contact("sip:ravi@example.test", "R & K", List.of(1, 2));
    ContactDocuments.Group others = new ContactDocuments.Group(1, "~");

    String whole = ContactDocuments.whole(3, List.of(others), List.of(ravi));
    String delta =
        ContactDocuments.delta(
            new ContactDocuments.Change(
                3,
                4,
                List.of(),
                List.of(),
                List.of(2),
                List.of(),
                List.of(ravi),
                List.of("sip:mei@example.test")));

    assertThat(whole)
        .isEqualTo(
            "<contactList deltaNum=\"3\"><group id=\"1\" name=\"~\" externalURI=\"\"/>"
                + "<contact uri=\"ravi@example.test\" name=\"R &amp; K\" groups=\"1 2\""
                + " subscribed=\"true\" externalURI=\"\"/></contactList>");
    assertThat(delta)
        .isEqualTo(
            "<contactDelta deltaNum=\"4\" prevDeltaNum=\"3\">"
                + "<modifiedContact uri=\"sip:ravi@example.test\" name=\"R &amp; K\""
                + " groups=\"1 2\" subscribed=\"true\" externalURI=\"\"/>"
                + "<deletedContact uri=\"sip:mei@example.test\"/><deletedGroup id=\"2\"/>"
                + "</contactDelta>");
  }

  @Test
  void publicationsAreToldInTheirOwnNamespaces() throws WireFormatException {
    PresenceDocuments.Category state =
        new PresenceDocuments.Category(
            "state", 1, 200, 1, "user", AT, Optional.of(PresenceDocuments.aggregate(6500, "", AT)));

    XmlElement seen = parsed(PresenceDocuments.categories("sip:dana@example.test", List.of(state)));
    XmlElement self =
        parsed(PresenceDocuments.self("sip:dana@example.test", List.of(state), List.of("note")));

    XmlElement content = seen.path("category", "state").orElseThrow();
    assertThat(seen.namespace()).isEqualTo(PresenceNamespaces.CATEGORIES);
    assertThat(content.namespace()).isEqualTo(PresenceNamespaces.STATE);
    assertThat(PublishedState.read(content))
        .contains(new PublishedState("aggregateState", 6500, Optional.empty()));
    assertThat(self.children())
        .extracting(XmlElement::name)
        .containsExactly("categories", "containers", "subscribers");
    assertThat(self.path("categories").orElseThrow().children("category")).hasSize(2);
  }

  @Test
  void aFaultNamesTheVersionThatIsThere() throws WireFormatException {
    XmlElement fault = parsed(CategoryPublish.fault(List.of(new CategoryPublish.Stale(2, 7))));

    XmlElement operation = fault.path("details", "operation").orElseThrow();
    assertThat(fault.childText("Faultcode")).contains("Client.BadCall.WrongDelta");
    assertThat(operation.attribute("index")).contains("2");
    assertThat(operation.attribute("curVersion")).contains("7");
  }

  @Test
  void provisioningNamesTheFactoryAndThePolicy() throws WireFormatException {
    XmlElement list =
        parsed(
            PresenceDocuments.provisioning(
                "sip:dana@example.test;gruu;opaque=app:conf:focusfactory",
                "SupportEncryption",
                Map.of("AllowIPAudio", "true")));

    assertThat(list.children("provisionGroup").get(0).childText("focusFactoryUri"))
        .contains("sip:dana@example.test;gruu;opaque=app:conf:focusfactory");
    assertThat(
            list.children("provisionGroup")
                .get(1)
                .path("instance", "property")
                .orElseThrow()
                .text())
        .isEqualTo("true");
  }

  @Test
  void pidfSaysOpenOrClosed() throws WireFormatException {
    XmlElement open = parsed(PresenceDocuments.pidf("sip:dana@example.test", true, "", "busy"));
    XmlElement closed = parsed(PresenceDocuments.pidf("sip:dana@example.test", false, "", ""));

    assertThat(open.namespace()).isEqualTo(PresenceNamespaces.PIDF);
    assertThat(open.path("tuple", "status", "basic").orElseThrow().text()).isEqualTo("open");
    assertThat(open.path("tuple", "note").orElseThrow().text()).isEqualTo("busy");
    assertThat(closed.path("tuple", "status", "basic").orElseThrow().text()).isEqualTo("closed");
  }
}
