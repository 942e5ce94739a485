package org.confocal.load.client;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.confocal.load.message.SipMessage;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: repeated over UDP (RFC 3261 section 17.1: timers A and E), given up after
 * the client's patience (B and F). A refused INVITE is acknowledged.
 */
final class ClientTransaction {
  private final SipClient client;
  private final Wire wire;
  private final SipMessage request;
  private final boolean invite;
  private final Consumer<Outcome> told;
  private @Nullable ScheduledFuture<?> repetition;
  private @Nullable ScheduledFuture<?> end;
  private @Nullable SipMessage ack;
  private boolean provisional;
  private boolean over;

  ClientTransaction(SipClient client, Wire wire, SipMessage request, Consumer<Outcome> told) {
    this.client = client;
    this.wire = wire;
    this.request = request;
    this.invite = request.method().equals("INVITE");
    this.told = told;
  }

  String branch() {
    return request.branch();
  }

  Wire wire() {
    return wire;
  }

  void start() {
    wire.send(request);
    if (!wire.reliable()) {
      repeatAfter(client.settings().times().t1());
    }
    end = after(client.settings().times().patience(), this::giveUp);
  }

  private ScheduledFuture<?> after(Duration pause, Runnable what) {
    return client.loop().schedule(what, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void repeatAfter(Duration pause) {
    repetition =
        after(
            pause,
            () -> {
              client.counters().countRepeated();
              wire.send(request);
              Duration twice = pause.multipliedBy(2);
              Duration longest = client.settings().times().t2();
              boolean slow = !invite && (provisional || twice.compareTo(longest) > 0);
              repeatAfter(slow ? longest : twice);
            });
  }

  private void giveUp() {
    if (provisional && invite) {
      cancel();
    }
    fail(
        "no final answer to %s after %d ms"
            .formatted(request.method(), client.settings().times().patience().toMillis()));
  }

  /** RFC 3261 section 9.1; its own answer interests nobody. */
  private void cancel() {
    SipMessage cancel = Requests.likeIt(request, "CANCEL", request.header("To").orElseThrow());
    wire.send(cancel);
  }

  void fail(String why) {
    if (!over) {
      finish();
      client.forget(this);
      told.accept(new Outcome.Missed(why, client.nowMs()));
    }
  }

  void receive(SipMessage response) {
    if (over) {
      if (ack != null) {
        client.counters().countRepeatedByServer();
        wire.send(ack);
      }
      return;
    }
    if (response.status() < 200) {
      provisional = true;
      if (invite && repetition != null) {
        repetition.cancel(false);
      }
      return;
    }
    finish();
    if (invite && response.status() >= 300) {
      ack = Requests.likeIt(request, "ACK", response.header("To").orElseThrow());
      wire.send(ack);
      var unused = after(client.settings().times().patience(), () -> client.forget(this));
    } else {
      client.forget(this);
    }
    told.accept(new Outcome.Came(response, client.nowMs()));
  }

  private void finish() {
    over = true;
    if (repetition != null) {
      repetition.cancel(false);
    }
    if (end != null) {
      end.cancel(false);
    }
  }
}
