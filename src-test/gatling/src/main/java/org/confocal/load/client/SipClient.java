package org.confocal.load.client;

import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.confocal.load.message.Credentials;
import org.confocal.load.message.Header;
import org.confocal.load.message.SipMessage;

/**
 * The client of all users: routes answers by their branch and requests by their Call-ID. All but
 * {@link #run} and {@link #counters} is for its loop only.
 */
public final class SipClient {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private record Owned(SipDialog dialog, SipUser user) {}

  private final SipSettings settings;
  private final EventLoop loop;
  private final Wires wires;
  private final LongSupplier nowMs;
  private final int mediaPort;
  private final Counters counters = new Counters();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, ClientTransaction> transactions = new HashMap<>();
  private final Map<String, Owned> dialogs = new HashMap<>();
  private final Set<SipUser> users = new HashSet<>();
  private final ServerSide serverSide;

  /**
   * A client on this loop.
   *
   * @param nowMs the clock in which outcomes are told
   * @param mediaPort what stands in descriptions: a port of ours at which sound may arrive
   */
  public SipClient(
      SipSettings settings, EventLoop loop, Wires wires, LongSupplier nowMs, int mediaPort) {
    this.settings = settings;
    this.loop = loop;
    this.wires = wires;
    this.nowMs = nowMs;
    this.mediaPort = mediaPort;
    this.serverSide = new ServerSide(this);
  }

  /** Does this on the loop. */
  public void run(Runnable what) {
    if (loop.inEventLoop()) {
      what.run();
    } else {
      loop.execute(what);
    }
  }

  public Counters counters() {
    return counters;
  }

  public SipSettings settings() {
    return settings;
  }

  /**
   * Somebody new.
   *
   * @throws IllegalStateException when there are too many
   */
  public SipUser user(Credentials credentials) {
    if (users.size() >= settings.limits().mostUsers()) {
      throw new IllegalStateException(
          "users at a time: one more than "
              + settings.limits().mostUsers()
              + " (a setting of the client)");
    }
    SipUser user = new SipUser(this, credentials);
    users.add(user);
    return user;
  }

  void left(SipUser user) {
    users.remove(user);
  }

  EventLoop loop() {
    return loop;
  }

  Wires wires() {
    return wires;
  }

  long nowMs() {
    return nowMs.getAsLong();
  }

  int mediaPort() {
    return mediaPort;
  }

  String contact(SipUser user, Wire wire) {
    String transport = wire.reliable() ? ";transport=tcp" : "";
    return "<sip:" + user.name() + "@" + wire.hostPort() + transport + ">";
  }

  /** So many random hexadecimal digits. */
  String random(int digits) {
    byte[] bytes = new byte[digits];
    random.nextBytes(bytes);
    StringBuilder text = new StringBuilder(digits);
    for (byte b : bytes) {
      text.append(DIGITS[b & 15]);
    }
    return text.toString();
  }

  SipDialog dialog(SipUser user, String uri) {
    SipDialog dialog = new SipDialog(this, random(16) + "@load", random(8), uri);
    dialogs.put(dialog.callId(), new Owned(dialog, user));
    return dialog;
  }

  void forget(SipDialog dialog) {
    dialogs.remove(dialog.callId());
  }

  void forgetLater(SipDialog dialog) {
    var unused =
        loop.schedule(
            () -> forget(dialog), settings.times().patience().toNanos(), TimeUnit.NANOSECONDS);
  }

  void start(ClientTransaction transaction) {
    transactions.put(transaction.branch(), transaction);
    transaction.start();
  }

  void forget(ClientTransaction transaction) {
    transactions.remove(transaction.branch(), transaction);
  }

  /** A message has come. */
  void receive(SipMessage message, Wire wire) {
    if (!message.isRequest()) {
      receiveResponse(message, wire);
      return;
    }
    Owned owned = dialogs.get(message.callId());
    if (owned == null || !message.toTag().equals(owned.dialog.localTag())) {
      serverSide.stranger(message, wire);
    } else {
      serverSide.request(message, wire, owned.dialog, owned.user);
    }
  }

  private void receiveResponse(SipMessage response, Wire wire) {
    ClientTransaction transaction = transactions.get(response.branch());
    if (transaction != null) {
      if (!response.sequenceMethod().equals("CANCEL")) {
        transaction.receive(response);
      }
      return;
    }
    Owned owned = dialogs.get(response.callId());
    boolean taken = response.status() >= 200 && response.status() < 300;
    if (owned == null || !taken || !response.sequenceMethod().equals("INVITE")) {
      counters.countStray();
      return;
    }
    SipMessage ack = owned.dialog.ack();
    if (ack != null) {
      counters.countRepeatedByServer();
      wire.send(ack);
    } else if (owned.dialog.abandoned() && !owned.dialog.ended()) {
      Exchange.refuseLate(this, owned.user, wire, owned.dialog, response);
    }
  }

  /** Bytes came that are no SIP. */
  void malformed() {
    counters.countMalformed();
  }

  /** A connection is gone: what waits for answers on it need not wait. */
  void lost(Wire wire, String why) {
    List<ClientTransaction> waiting =
        transactions.values().stream().filter(t -> t.wire() == wire).toList();
    for (SipUser user : List.copyOf(users)) {
      user.lost(wire);
    }
    Consumer<ClientTransaction> fail = t -> t.fail(why);
    waiting.forEach(fail);
  }

  /** What every answer of ours says. */
  List<Header> contactHeader(SipUser user, Wire wire) {
    return List.of(new Header("Contact", contact(user, wire)));
  }
}
