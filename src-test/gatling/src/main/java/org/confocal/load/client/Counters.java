package org.confocal.load.client;

import java.util.concurrent.atomic.AtomicLong;

/** What the client has seen. Written by its loop, read by anybody. */
public final class Counters {
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong repeatedByServer = new AtomicLong();
  private final AtomicLong strays = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  Counters() {}

  void countSent() {
    sent.incrementAndGet();
  }

  void countRepeated() {
    repeated.incrementAndGet();
  }

  void countRepeatedByServer() {
    repeatedByServer.incrementAndGet();
  }

  void countStray() {
    strays.incrementAndGet();
  }

  void countMalformed() {
    malformed.incrementAndGet();
  }

  void countDropped() {
    dropped.incrementAndGet();
  }

  /** Requests that were sent, without repetitions. */
  public long sent() {
    return sent.get();
  }

  /** Messages that we have sent again because nothing came. */
  public long repeated() {
    return repeated.get();
  }

  /** Messages that the server has sent again. */
  public long repeatedByServer() {
    return repeatedByServer.get();
  }

  /** Messages that belong to nothing that we know. */
  public long strays() {
    return strays.get();
  }

  /** What came and was no SIP. */
  public long malformed() {
    return malformed.get();
  }

  /** Requests of the server at which no simulation looked in time. */
  public long dropped() {
    return dropped.get();
  }
}
