package org.confocal.persistence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pekko's lease as a row of the database: of the sides of a divided cluster the one that has it
 * goes on. A database that does not answer in time gives nobody the lease.
 *
 * <p>It is given back only when Pekko says so, and not when its owner ends: other nodes of the
 * owner's side may live, and the other side must not get it from them. Then it expires.
 *
 * <p>Any thread may call. The statements run on one thread of its own.
 *
 * <p>Source: the coordination API of Pekko 1.2 (lease).
 */
public final class DatabaseLease extends Lease {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLease.class);

  private final LeaseSettings pekko;
  private final DatabaseLeaseSettings settings;
  private final ExtendedActorSystem system;
  private final LeaseRow row;
  private final ExecutorService thread;

  private boolean held;
  private @Nullable Cancellable heartbeat;
  private @Nullable Cancellable deadline;
  private Consumer<Optional<Throwable>> lost = nobody -> {};

  /** Made by Pekko, by the name of this class. */
  public DatabaseLease(LeaseSettings pekko, ExtendedActorSystem system) {
    this.pekko = pekko;
    this.settings = DatabaseLeaseSettings.from(pekko);
    this.system = system;
    this.row = new LeaseRow(settings, pekko.leaseName(), pekko.ownerName());
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(100),
            work -> {
              Thread made = new Thread(work, "lease");
              made.setDaemon(true);
              return made;
            });
    system.registerOnTermination(this::end);
  }

  @Override
  public LeaseSettings getSettings() {
    return pekko;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return acquire(nobody -> {});
  }

  /** False, not a failure, when the database cannot be asked: then nobody has the lease. */
  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    answer.completeOnTimeout(false, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    submit(() -> take(leaseLost, answer), answer);
    return answer;
  }

  @Override
  public CompletionStage<Boolean> release() {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    answer.completeOnTimeout(false, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    submit(() -> giveBack(answer), answer);
    return answer;
  }

  @Override
  public synchronized boolean checkLease() {
    return held;
  }

  private void submit(Runnable work, CompletableFuture<Boolean> answer) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException ended) {
      answer.complete(false);
    }
  }

  private void take(Consumer<Optional<Throwable>> leaseLost, CompletableFuture<Boolean> answer) {
    try {
      boolean taken = row.take();
      if (taken) {
        holds(leaseLost);
      }
      if (!answer.complete(taken) && taken) { // too late: he was told that he has it not
        giveBack(new CompletableFuture<>());
        return;
      }
      LOG.info("lease name={} owner={} taken={}", pekko.leaseName(), pekko.ownerName(), taken);
    } catch (SQLException failed) {
      LOG.warn("lease not taken name={} error={}", pekko.leaseName(), failed.getMessage());
      answer.complete(false);
    }
  }

  private void giveBack(CompletableFuture<Boolean> answer) {
    holdsNoMore();
    try {
      answer.complete(row.giveBack());
      LOG.info("lease given back name={} owner={}", pekko.leaseName(), pekko.ownerName());
    } catch (SQLException failed) {
      LOG.warn(
          "lease not given back, it expires in {} name={} error={}",
          settings.ttl(),
          pekko.leaseName(),
          failed.getMessage());
      answer.complete(false);
    }
  }

  private synchronized void holds(Consumer<Optional<Throwable>> leaseLost) {
    lost = leaseLost;
    held = true;
    stopTimers();
    Duration pause = settings.heartbeat();
    heartbeat =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                pause,
                pause,
                () -> submit(this::keep, new CompletableFuture<>()),
                system.dispatcher());
    expectExpiry();
  }

  /** A heartbeat. While the database is silent the lease lives on until it must have expired. */
  private void keep() {
    if (!checkLease()) {
      return;
    }
    try {
      if (row.keep()) {
        expectExpiry();
      } else {
        lose(Optional.empty());
      }
    } catch (SQLException failed) {
      LOG.warn("lease not renewed name={} error={}", pekko.leaseName(), failed.getMessage());
    }
  }

  private synchronized void expectExpiry() {
    if (!held) {
      return;
    }
    if (deadline != null) {
      deadline.cancel();
    }
    // The row's time began when the statement ran: the longest time to its answer is taken off.
    Duration safe = settings.ttl().minus(settings.timeout());
    deadline =
        system
            .scheduler()
            .scheduleOnce(
                safe,
                () -> lose(Optional.of(new SQLException("not renewed for " + safe))),
                system.dispatcher());
  }

  private void lose(Optional<Throwable> why) {
    Consumer<Optional<Throwable>> whom;
    synchronized (this) {
      if (!held) {
        return;
      }
      whom = lost;
    }
    holdsNoMore();
    LOG.warn("lease lost name={} owner={}", pekko.leaseName(), pekko.ownerName());
    whom.accept(why);
  }

  private synchronized void holdsNoMore() {
    held = false;
    stopTimers();
  }

  private synchronized void stopTimers() {
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    if (deadline != null) {
      deadline.cancel();
    }
  }

  private void end() {
    holdsNoMore();
    submit(row::close, new CompletableFuture<>());
    thread.shutdown();
  }
}
