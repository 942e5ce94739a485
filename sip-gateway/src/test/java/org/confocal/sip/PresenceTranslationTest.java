package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.contacts.Contact;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactGroup;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceNotice;
import org.confocal.engine.presence.PresenceState;
import org.confocal.engine.presence.Publication;
import org.confocal.engine.presence.SubscriberDialog;
import org.confocal.engine.user.PresenceProtocol;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.presence.CategoryPublish;
import org.confocal.wire.presence.ContactRequest;
import org.junit.jupiter.api.Test;

class PresenceTranslationTest {
  private static final UserUri RAVI = EdgeHarness.RAVI;
  private static final Instant AT = EdgeHarness.NOW;
  private static final Publication NOTE =
      new Publication(
          new Publication.Key("note", 0, 200),
          4,
          Publication.Expiry.STATIC,
          AT,
          Optional.empty(),
          "<note xmlns=\"urn:n\"><body>out</body></note>");
  private static final PresenceState BUSY =
      new PresenceState(RAVI, true, 6500, "on-the-phone", AT, List.of(NOTE));
  private static final SubscriberDialog DIALOG =
      new SubscriberDialog(
          "c1",
          "l1",
          "r1",
          "<sip:dana@example.test>",
          "<sip:dana@example.test>;epid=01",
          "sip:127.0.0.1:5070;transport=tcp",
          "sip:dana@127.0.0.1:5060;transport=tcp",
          List.of("<sip:p.example.test;lr>"),
          new PeerAddress("tcp", "127.0.0.1", 5070));

  private static PresenceNotice notice(PresenceEvent event, PresenceNews news) {
    return new PresenceNotice(DIALOG, 3, 7, event, true, 600, Optional.of(news));
  }

  @Test
  void aWatcherIsToldTheSumAndWhatIsShown() {
    String body =
        PresenceTranslation.body(PresenceEvent.CATEGORIES, new PresenceNews.Seen(BUSY)).text();

    assertThat(body)
        .contains(
            "uri=\"sip:ravi@example.test\"",
            "<availability>6500</availability>",
            "token=\"on-the-phone\"",
            "<note xmlns=\"urn:n\"><body>out</body></note>");
  }

  @Test
  void aPlainClientIsToldOpenOrClosed() {
    String open = PresenceTranslation.body(PresenceEvent.PIDF, new PresenceNews.Seen(BUSY)).text();
    String closed =
        PresenceTranslation.body(
                PresenceEvent.PIDF, new PresenceNews.Seen(PresenceState.offline(RAVI, AT)))
            .text();

    assertThat(open).contains("<basic>open</basic>");
    assertThat(closed).contains("<basic>closed</basic>");
  }

  @Test
  void aNoticeIsABenotifyInTheDialogOfTheSubscription() throws WireFormatException {
    ContactList list =
        new ContactList(
            2, List.of(ContactGroup.OTHERS), List.of(new Contact(RAVI, "Ravi", List.of(1))));

    SipRequest request =
        PresenceNotices.write(notice(PresenceEvent.CONTACTS, new PresenceNews.WholeList(list)));

    assertThat(request.method()).isEqualTo("BENOTIFY");
    assertThat(request.uri().write()).isEqualTo("sip:127.0.0.1:5070;transport=tcp");
    assertThat(request.from().tag()).contains("l1");
    assertThat(request.to().tag()).contains("r1");
    assertThat(request.cseq().number()).isEqualTo(7);
    assertThat(request.header("Event")).contains("vnd-microsoft-roaming-contacts");
    assertThat(request.header("Subscription-State")).contains("active;expires=600");
    assertThat(request.header("Route")).contains("<sip:p.example.test;lr>");
    assertThat(request.body().text()).contains("uri=\"ravi@example.test\"");
  }

  @Test
  void aNoticeWithNoTimeLeftEndsTheSubscription() throws WireFormatException {
    PresenceNotice last =
        new PresenceNotice(DIALOG, 3, 8, PresenceEvent.PIDF, false, 0, Optional.empty());

    SipRequest request = PresenceNotices.write(last);

    assertThat(request.method()).isEqualTo("NOTIFY");
    assertThat(request.header("Subscription-State")).contains("terminated;reason=timeout");
    assertThat(request.body().isEmpty()).isTrue();
  }

  @Test
  void whatAMachineSaysIsKnownFromWhatItsUserSays() throws WireFormatException {
    CategoryPublish publish =
        CategoryPublish.read(
            org.confocal.sip.message.Body.of(
                    "x/y",
                    """
                    <publish><publications uri="sip:ravi@example.test">
                    <publication categoryName="state" instance="1" container="2" version="3"
                      expireType="endpoint"><state xmlns="urn:s" type="userState">
                      <availability>9500</availability></state></publication>
                    <publication categoryName="note" container="200" expires="0"/>
                    </publications></publish>""")
                .bytes());

    List<PresenceProtocol.Wanted> wanted = PresenceTranslation.wanted(publish);

    Publication state = wanted.get(0).publication();
    assertThat(state.state())
        .contains(new Publication.StateValue(Publication.Source.USER, 9500, ""));
    assertThat(state.content()).startsWith("<state xmlns=\"urn:s\"");
    assertThat(wanted.get(1).removes()).isTrue();
  }

  @Test
  void aContactIsFoundWithAndWithoutAScheme() throws WireFormatException {
    OwnNames names = TestSettings.names();
    ContactRequest.Order with = new ContactRequest.DeleteContact("sip:Ravi@127.0.0.1");
    ContactRequest.Order without = new ContactRequest.DeleteContact("ravi@example.test");

    assertThat(PresenceTranslation.change(with, names))
        .isEqualTo(new ContactChange.DeleteContact(RAVI));
    assertThat(PresenceTranslation.change(without, names))
        .isEqualTo(new ContactChange.DeleteContact(RAVI));
    assertThatThrownBy(
            () -> PresenceTranslation.change(new ContactRequest.DeleteContact("tel:+1"), names))
        .isInstanceOf(WireFormatException.class);
  }
}
