package org.confocal.it.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.jspecify.annotations.Nullable;

/**
 * Plain phones over UDP in a room of their own. A request that was not answered before the kill is
 * sent again afterwards, as their transactions do.
 */
public final class Phones extends Witness {
  private static final int COUNT = 4;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern CALL_ID = Pattern.compile("\"callId\":\"([^\"]+)\"");

  private static final class Phone {
    final SipPeer peer;
    @Nullable SipCall call;
    Sdp offer = Sdp.audio(40_000);

    Phone(SipPeer peer) {
      this.peer = peer;
    }

    SipCall inCall() {
      return java.util.Objects.requireNonNull(call);
    }
  }

  private final OneNode node;
  private final String room;
  private final List<Phone> phones = new ArrayList<>();
  private String key = "";
  private @Nullable Phone unsure;
  private @Nullable SipCall tried;
  private @Nullable SipOutgoing request;
  private String method = "";

  public Phones(OneNode node, String room, Random random, Fuse fuse) {
    super(random, fuse);
    this.node = node;
    this.room = room;
    for (int i = 0; i < COUNT; i++) {
      phones.add(
          new Phone(
              SipPeer.udp("phone" + i, node.sip())
                  .agreeingTo(r -> !r.method().equals("INVITE") && !r.method().equals("ACK"))));
    }
  }

  @Override
  void acts() {
    Phone phone = phones.get(random.nextInt(COUNT));
    unsure = phone;
    if (phone.call == null) {
      calls(phone);
    } else if (random.nextInt(3) > 0) {
      holdsOrNot(phone);
    } else {
      leaves(phone);
    }
  }

  private void calls(Phone phone) {
    SipCall call = phone.peer.call(room);
    tried = call;
    if (done("INVITE", () -> establishes(call, send(call.invite(phone.offer.text()), "INVITE")))) {
      phone.call = call;
    }
  }

  private SipOutgoing send(SipOutgoing next, String of) {
    request = next;
    method = of;
    return next.send();
  }

  private void establishes(SipCall call, SipOutgoing invite) {
    SipMessage answer = invite.expect(200);
    call.established(answer);
    key = answer.toTag().replaceAll("-.*", "");
    call.ack(invite, "");
  }

  private void holdsOrNot(Phone phone) {
    boolean held = phone.offer.direction().equals("sendonly");
    phone.offer = phone.offer.direction(held ? "sendrecv" : "sendonly");
    SipCall call = phone.inCall();
    String offer = phone.offer.text();
    done("re-INVITE", () -> reinvites(call, send(call.invite(offer), "re-INVITE")));
  }

  private static void reinvites(SipCall call, SipOutgoing invite) {
    SipMessage answer = invite.expect(200);
    call.ack(invite, "");
    assertThat(Sdp.port(answer.body())).isPositive();
  }

  private void leaves(Phone phone) {
    SipCall call = phone.inCall();
    if (done("BYE", () -> send(call.request("BYE"), "BYE").expect(200))) {
      phone.call = null;
    }
  }

  @Override
  public void resumes() {
    Phone phone = unsure;
    SipOutgoing again = request;
    if (doubt().isEmpty() || phone == null || again == null) {
      return;
    }
    again.send();
    SipMessage answer = again.answer(LIMIT);
    switch (method) {
      case "INVITE" -> {
        SipCall call = java.util.Objects.requireNonNull(tried);
        establishes(call, again);
        phone.call = call;
      }
      case "BYE" -> {
        assertThat(answer.status()).as("the same BYE again").isIn(200, 481);
        phone.call = null;
      }
      // A server that does not know its own answer any more may say that the number was there.
      default -> {
        assertThat(answer.status()).as("the same re-INVITE again").isIn(200, 491, 500);
        phone.inCall().ack(again, "");
      }
    }
  }

  @Override
  public void verifies(String about) {
    Set<String> expected = new TreeSet<>();
    for (Phone phone : phones) {
      SipCall call = phone.call;
      if (call != null) {
        expected.add(call.callId());
        assertThat(call.request("OPTIONS").send().answer(LIMIT).status())
            .as("%s, OPTIONS of %s in %s", about, phone.peer.name(), call)
            .isEqualTo(200);
        phone.offer = phone.offer.direction("sendrecv");
        SipOutgoing invite = call.invite(phone.offer.text()).send();
        assertThat(invite.answer(LIMIT).status())
            .as("%s, re-INVITE of %s in %s", about, phone.peer.name(), call)
            .isEqualTo(200);
        call.ack(invite, "");
      }
    }
    if (!key.isEmpty()) {
      assertThat(legs()).as("%s, who is in the room", about).isEqualTo(expected);
    }
  }

  private Set<String> legs() {
    Matcher leg =
        CALL_ID.matcher(Management.of(node.process()).get("/confocal/conferences/" + key).body());
    Set<String> found = new TreeSet<>();
    while (leg.find()) {
      found.add(leg.group(1));
    }
    return found;
  }

  @Override
  public void ends(String about) {
    for (Phone phone : phones) {
      SipCall call = phone.call;
      if (call != null) {
        assertThat(call.request("BYE").send().answer(LIMIT).status())
            .as("%s, BYE of %s in %s", about, phone.peer.name(), call)
            .isEqualTo(200);
      }
      phone.peer.close();
    }
  }
}
