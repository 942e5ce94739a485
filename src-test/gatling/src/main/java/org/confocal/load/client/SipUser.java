package org.confocal.load.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.confocal.load.message.Challenge;
import org.confocal.load.message.Credentials;
import org.confocal.load.message.Header;
import org.confocal.load.message.SipMessage;
import org.jspecify.annotations.Nullable;

/**
 * One simulated user: his connection, his dialogs by name, his proofs. Lives on the client's loop.
 */
public final class SipUser {
  private static final int MOST_CHALLENGES = 2;

  private final SipClient client;
  private final Credentials credentials;
  private final Map<String, SipDialog> dialogs = new HashMap<>();
  private final List<Consumer<Wire>> wanting = new ArrayList<>();
  private final List<Consumer<String>> disappointed = new ArrayList<>();
  private @Nullable Wire wire;
  private @Nullable Challenge challenge;
  private int proofs;
  private boolean gone;

  SipUser(SipClient client, Credentials credentials) {
    this.client = client;
    this.credentials = credentials;
  }

  /** His address. */
  public String uri() {
    return "sip:" + credentials.name() + "@" + client.settings().route().domain();
  }

  String name() {
    return credentials.name();
  }

  /** Sends a request, with proof when that is wanted; the final answer is told on the loop. */
  public void send(Order order, Consumer<Outcome> told) {
    connected(
        ready -> begin(order, ready, told),
        why -> told.accept(new Outcome.Missed(why, client.nowMs())));
  }

  private void begin(Order order, Wire ready, Consumer<Outcome> told) {
    SipDialog dialog = dialogs.get(order.dialog());
    if (order.inDialog() && (dialog == null || !dialog.established())) {
      String why = dialog == null || !dialog.ended() ? "there is no dialog " : "ended is dialog ";
      told.accept(new Outcome.Missed(why + order.dialog(), client.nowMs()));
      return;
    }
    if (!order.inDialog()) {
      dialog = client.dialog(this, order.uri());
      dialog.begins(order);
    }
    SipDialog mine = java.util.Objects.requireNonNull(dialog);
    ask(new Exchange(client, this, ready, mine, order), MOST_CHALLENGES, told);
  }

  private void ask(Exchange exchange, int challengesLeft, Consumer<Outcome> told) {
    exchange.ask(
        outcome -> {
          if (outcome instanceof Outcome.Came came
              && challengesLeft > 0
              && proves(came.message())) {
            ask(exchange, challengesLeft - 1, told);
          } else {
            exchange.conclude(outcome);
            told.accept(outcome);
          }
        });
  }

  private boolean proves(SipMessage response) {
    if ((response.status() != 401 && response.status() != 407)
        || credentials.password().isEmpty()) {
      return false;
    }
    Challenge asked = Challenge.of(response).orElse(null);
    if (asked == null) {
      return false;
    }
    challenge = asked;
    proofs = 0;
    return true;
  }

  /** The proof that the last challenge wants; null if there was none. */
  @Nullable Header proof(String method, String uri) {
    Challenge asked = challenge;
    if (asked == null) {
      return null;
    }
    proofs++;
    return asked.answer(credentials, method, uri, proofs, client.random(8));
  }

  /** Waits for a request of the server in one of his dialogs; see {@link SipDialog#await}. */
  public void await(String dialog, String method, Duration limit, Consumer<Outcome> told) {
    SipDialog mine = dialogs.get(dialog);
    if (mine == null) {
      told.accept(new Outcome.Missed("there is no dialog " + dialog, client.nowMs()));
    } else {
      mine.await(method, limit, told);
    }
  }

  /** Acknowledges the call by hand. */
  public void acknowledge(String dialog, Consumer<Outcome> told) {
    SipDialog mine = dialogs.get(dialog);
    SipMessage ack = mine == null ? null : mine.ack();
    Wire ready = wire;
    if (mine == null || ack == null || ready == null) {
      told.accept(new Outcome.Missed("there is no answered call " + dialog, client.nowMs()));
      return;
    }
    ready.send(ack);
    told.accept(new Outcome.Came(ack, client.nowMs()));
  }

  void keep(String name, SipDialog dialog) {
    SipDialog before = dialogs.put(name, dialog);
    if (before != null && before != dialog) {
      client.forget(before);
    }
  }

  void drop(String name, SipDialog dialog) {
    dialogs.remove(name, dialog);
    client.forget(dialog);
  }

  private void connected(Consumer<Wire> ready, Consumer<String> failed) {
    if (gone) {
      failed.accept("the user has left");
      return;
    }
    if (wire != null) {
      ready.accept(wire);
      return;
    }
    wanting.add(ready);
    disappointed.add(failed);
    if (wanting.size() == 1) {
      client.wires().open(client, this::opened, this::notOpened);
    }
  }

  private void opened(Wire fresh) {
    wire = fresh;
    List<Consumer<Wire>> all = List.copyOf(wanting);
    wanting.clear();
    disappointed.clear();
    if (gone) {
      fresh.release();
    } else {
      all.forEach(ready -> ready.accept(fresh));
    }
  }

  private void notOpened(String why) {
    List<Consumer<String>> all = List.copyOf(disappointed);
    wanting.clear();
    disappointed.clear();
    all.forEach(failed -> failed.accept(why));
  }

  /** His connection is gone; the next request opens another one. */
  void lost(Wire broken) {
    if (wire == broken) {
      wire = null;
    }
  }

  boolean uses(Wire one) {
    return wire == one;
  }

  /** Hangs up whatever call is left, and goes. */
  public void leave() {
    if (gone) {
      return;
    }
    List<String> calls =
        dialogs.entrySet().stream()
            .filter(e -> e.getValue().isCall())
            .map(Map.Entry::getKey)
            .toList();
    if (calls.isEmpty() || wire == null) {
      depart();
      return;
    }
    int[] left = {calls.size()};
    for (String call : calls) {
      Order bye = new Order("BYE", "", call, List.of(), "", "", true);
      send(
          bye,
          outcome -> {
            if (--left[0] == 0) {
              depart();
            }
          });
    }
  }

  private void depart() {
    gone = true;
    List.copyOf(dialogs.values()).forEach(client::forget);
    dialogs.clear();
    if (wire != null) {
      wire.release();
    }
    client.left(this);
  }
}
