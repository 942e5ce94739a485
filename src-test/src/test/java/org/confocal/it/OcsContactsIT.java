package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.OcsClient;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client of the OCS generation does after sign-on: contacts, provisioning, presence. */
class OcsContactsIT {
  private static final String CONTACTS = "vnd-microsoft-roaming-contacts";
  private static final String SELF = "vnd-microsoft-roaming-self";
  private static final String PRESENCE = "presence";
  private static final String AVAILABLE = "<availability>3500</availability>";
  private static final String BUSY = "<availability>6500</availability>";
  private static final String OFFLINE = "<availability>18500</availability>";

  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private OcsClient dana;
  private OcsClient ravi;

  @BeforeEach
  void usersSignIn() {
    dana = OcsClient.on(NODE, "dana");
    ravi = OcsClient.on(NODE, "ravi");
    assertThat(dana.signsIn().status()).isEqualTo(200);
    assertThat(ravi.signsIn().status()).isEqualTo(200);
  }

  @AfterEach
  void usersLeave() {
    dana.close();
    ravi.close();
  }

  private static String contact(OcsClient of) {
    return of.uri().substring("sip:".length());
  }

  @Test
  void theContactListComesInTheAnswer() {
    NODE.process().cliDone("user", "contact", "add", dana.name(), ravi.name(), "--name", "Ravi");

    SipMessage answer = dana.wantsContacts();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Event")).isEqualTo(CONTACTS);
    assertThat(answer.header("Expires")).isEqualTo("36000");
    assertThat(answer.header("subscription-state")).isEqualTo("active;expires=36000");
    assertThat(answer.header("ms-piggyback-cseq")).isEqualTo("1");
    assertThat(answer.all("Supported")).contains("ms-benotify", "ms-piggyback-first-notify");
    assertThat(answer.header("Content-Type"))
        .isEqualTo("application/vnd-microsoft-roaming-contacts+xml");
    assertThat(answer.body())
        .isEqualTo(
            "<contactList deltaNum=\"2\"><group id=\"1\" name=\"~\" externalURI=\"\"/>"
                + "<contact uri=\""
                + contact(ravi)
                + "\" name=\"Ravi\" groups=\"1\" subscribed=\"true\" externalURI=\"\"/>"
                + "</contactList>");
  }

  @Test
  void provisioningIsToldOnceAndNamesTheFocusFactory() {
    SipMessage answer =
        dana.subscribes(
            "vnd-microsoft-provisioning-v2",
            "Expires: 0",
            "application/vnd-microsoft-roaming-provisioning-v2+xml",
            "<provisioningGroupList xmlns=\"http://schemas.microsoft.com/2006/09/sip/"
                + "provisioninggrouplist\"><provisioningGroup name=\"ServerConfiguration\"/>"
                + "<provisioningGroup name=\"meetingPolicy\"/></provisioningGroupList>");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("subscription-state")).isEqualTo("terminated;expires=0");
    assertThat(answer.header("ms-piggyback-cseq")).isEqualTo("1");
    assertThat(answer.body())
        .contains(
            "<focusFactoryUri>" + dana.uri() + ";gruu;opaque=app:conf:focusfactory",
            "<ucPC2PCAVEncryption>SupportEncryption</ucPC2PCAVEncryption>",
            "<property name=\"AllowIPAudio\">true</property>");
  }

  @Test
  void nobodySubscribesToTheListOfAnother() {
    assertThat(dana.subscribesTo(ravi.uri(), CONTACTS).status()).isEqualTo(403);
    assertThat(dana.subscribesTo(ravi.uri(), SELF).status()).isEqualTo(403);
  }

  @Test
  void twoWhoWatchEachOtherSeeEachOtherOnline() {
    assertThat(dana.watches(ravi.uri()).status()).isEqualTo(200);
    assertThat(ravi.watches(dana.uri()).status()).isEqualTo(200);

    SipMessage danas = dana.told(PRESENCE, AVAILABLE);
    SipMessage ravis = ravi.told(PRESENCE, AVAILABLE);

    assertThat(danas.header("Content-Type")).isEqualTo("application/msrtc-event-categories+xml");
    assertThat(danas.body()).contains("uri=\"" + ravi.uri() + "\"", "aggregateState");
    assertThat(ravis.body()).contains("uri=\"" + dana.uri() + "\"");
  }

  @Test
  void whatIsPublishedIsSeenAndSigningOutIsSeen() {
    dana.watches(ravi.uri());
    dana.told(PRESENCE, AVAILABLE);

    SipMessage published =
        ravi.publishes(
            OcsClient.state("machineState", 1_001, 0, 3500)
                + OcsClient.state("userState", 1_002, 0, 6500));
    dana.told(PRESENCE, BUSY);
    ravi.signsOut();
    dana.told(PRESENCE, OFFLINE);

    assertThat(published.status()).isEqualTo(200);
    assertThat(published.header("Content-Type"))
        .isEqualTo("application/vnd-microsoft-roaming-self+xml");
    assertThat(published.body()).contains("instance=\"1002\"", "container=\"3\" version=\"1\"");
  }

  @Test
  void aPublicationOnTopOfAnOldVersionIsRefusedWithTheLatest() {
    ravi.publishes(OcsClient.state("userState", 1_002, 0, 6500));

    SipMessage refused = ravi.publishes(OcsClient.state("userState", 1_002, 0, 3500));
    SipMessage repaired = ravi.publishes(OcsClient.state("userState", 1_002, 1, 3500));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.header("Content-Type")).isEqualTo("application/msrtc-fault+xml");
    assertThat(refused.body())
        .contains(
            "<Faultcode>Client.BadCall.WrongDelta</Faultcode>",
            "<operation index=\"1\" curVersion=\"1\"/>");
    assertThat(repaired.status()).isEqualTo(200);
  }

  @Test
  void aBrokenConnectionIsSeenAsOffline() {
    ravi.wantsContacts();
    dana.watches(ravi.uri());
    dana.told(PRESENCE, AVAILABLE);

    ravi.peer().disconnect();

    assertThat(dana.told(PRESENCE, OFFLINE).body()).contains(ravi.uri());
  }

  @Test
  void aContactOfTheOperatorReachesWhoeverIsSignedIn() {
    dana.wantsContacts();

    NODE.process()
        .cliDone("user", "contact", "add", dana.name(), ravi.name(), "--group", "Colleagues");
    SipMessage added = dana.told(CONTACTS, "addedContact");
    NODE.process().cliDone("user", "contact", "remove", dana.name(), ravi.name());
    SipMessage removed = dana.told(CONTACTS, "deletedContact");

    assertThat(added.body())
        .isEqualTo(
            "<contactDelta deltaNum=\"2\" prevDeltaNum=\"1\">"
                + "<addedGroup id=\"2\" name=\"Colleagues\" externalURI=\"\"/>"
                + "<addedContact uri=\""
                + ravi.uri()
                + "\" name=\"\" groups=\"2\" subscribed=\"true\" externalURI=\"\"/>"
                + "</contactDelta>");
    assertThat(removed.body()).contains("deltaNum=\"3\"", "uri=\"" + ravi.uri() + "\"");
  }

  @Test
  void aChangeAtOneMachineReachesTheOther() {
    dana.wantsContacts();
    try (OcsClient laptop = dana.again(NODE)) {
      laptop.signsIn();
      laptop.wantsContacts();

      SipMessage group =
          laptop.orders(
              "addGroup", "<m:name>Team</m:name><m:externalURI/><m:deltaNum>1</m:deltaNum>");
      SipMessage contact =
          laptop.orders(
              "setContact",
              "<m:displayName/><m:groups>2</m:groups><m:subscribed>true</m:subscribed><m:URI>"
                  + ravi.uri()
                  + "</m:URI><m:externalURI /><m:deltaNum>2</m:deltaNum>");
      SipMessage stale =
          laptop.orders("deleteGroup", "<m:groupID>2</m:groupID><m:deltaNum>1</m:deltaNum>");

      assertThat(group.status()).isEqualTo(200);
      assertThat(group.body()).contains("<m:groupID>2</m:groupID>");
      assertThat(contact.status()).isEqualTo(200);
      assertThat(stale.status()).isEqualTo(409);
      dana.told(CONTACTS, "addedGroup");
      dana.told(CONTACTS, "addedContact");
      assertThat(laptop.told(CONTACTS, "contactList").body()).contains("deltaNum=\"3\"");
      assertThat(laptop.allTold(CONTACTS)).hasSize(1);
    }
  }

  @Test
  void theCommandLineRefusesNamesThatAreNobodys() {
    var nobody = NODE.process().cli("user", "contact", "add", dana.name(), "nobody");
    var noOwner = NODE.process().cli("user", "contact", "list", "nobody");
    var notThere = NODE.process().cli("user", "contact", "remove", dana.name(), ravi.name());

    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.output()).contains("there is no user nobody");
    assertThat(noOwner.output()).contains("there is no user nobody");
    assertThat(notThere.output()).contains(ravi.uri() + " is not on the contact list");
  }
}
