package org.confocal.engine.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.confocal.engine.Rejection;
import org.confocal.engine.Samples;
import org.confocal.engine.id.UserUri;
import org.junit.jupiter.api.Test;

class ContactListTest {
  private static final UserUri RAVI = Samples.RAVI;
  private static final UserUri MEI = new UserUri("sip:mei@example.test");
  private static final ContactList.Bounds BOUNDS = new ContactList.Bounds(2, 3);
  private static final ContactGroup TEAM = new ContactGroup(2, "Team");
  private static final ContactList LIST =
      new ContactList(
          5, List.of(ContactGroup.OTHERS, TEAM), List.of(new Contact(RAVI, "Ravi", List.of(2))));

  private static ContactsDelta done(ContactChange change) {
    return LIST.apply(change, BOUNDS).delta().orElseThrow();
  }

  private static Rejection refused(ContactList list, ContactChange change) {
    return list.apply(change, BOUNDS).rejection().orElseThrow();
  }

  @Test
  void aChangeTakesTheNextNumber() {
    ContactsDelta delta = done(new ContactChange.AddGroup("Friends"));

    assertThat(delta.before()).isEqualTo(5);
    assertThat(delta.number()).isEqualTo(6);
    assertThat(delta.addedGroups()).containsExactly(new ContactGroup(3, "Friends"));
  }

  @Test
  void whoeverIsThereIsModified() {
    ContactsDelta delta = done(new ContactChange.SetContact(RAVI, "R", List.of(1)));

    assertThat(delta.added()).isEmpty();
    assertThat(delta.modified()).containsExactly(new Contact(RAVI, "R", List.of(1)));
  }

  @Test
  void aGroupThatIsNotThereMeansTheOthers() {
    ContactsDelta delta = done(new ContactChange.SetContact(MEI, "", List.of(9)));

    assertThat(delta.added()).containsExactly(new Contact(MEI, "", List.of(1)));
  }

  @Test
  void aGroupIsMadeByItsName() {
    ContactsDelta delta = done(new ContactChange.AddContact(MEI, "", "Friends"));

    assertThat(delta.addedGroups()).containsExactly(new ContactGroup(3, "Friends"));
    assertThat(delta.added()).containsExactly(new Contact(MEI, "", List.of(3)));
  }

  @Test
  void whoeverWasInADeletedGroupOnlyIsAmongTheOthers() {
    ContactsDelta delta = done(new ContactChange.DeleteGroup(2));

    assertThat(delta.deletedGroups()).containsExactly(2);
    assertThat(delta.modified()).containsExactly(new Contact(RAVI, "Ravi", List.of(1)));
  }

  @Test
  void aFullListRefusesOneMore() {
    ContactList full =
        new ContactList(
            5,
            List.of(ContactGroup.OTHERS),
            List.of(
                new Contact(RAVI, "", List.of(1)),
                new Contact(new UserUri("sip:bo@example.test"), "", List.of(1))));

    Rejection no = refused(full, new ContactChange.SetContact(MEI, "", List.of()));

    assertThat(no.reason()).isEqualTo(Rejection.Reason.CAPACITY_EXCEEDED);
    assertThat(no.text()).contains("2");
  }

  @Test
  void whatIsNotThereCannotBeDeleted() {
    assertThat(refused(LIST, new ContactChange.DeleteContact(MEI)).reason())
        .isEqualTo(Rejection.Reason.UNKNOWN_USER);
    assertThat(refused(LIST, new ContactChange.DeleteGroup(9)).text()).contains("9");
    assertThat(refused(LIST, new ContactChange.DeleteGroup(1)).text()).contains("1");
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    Rejection no = refused(LIST, new ContactChange.SetContact(MEI, "x".repeat(257), List.of()));

    assertThat(no.reason()).isEqualTo(Rejection.Reason.MALFORMED);
  }
}
