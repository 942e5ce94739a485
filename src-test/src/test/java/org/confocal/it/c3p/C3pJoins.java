package org.confocal.it.c3p;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.confocal.it.kit.Timings;

/**
 * Users who join by C3P over TCP, stay and leave, so many in a second whatever the server does: who
 * has to wait for an earlier one on his connection waits on the server's account.
 */
public final class C3pJoins implements AutoCloseable {
  private final List<C3pLane> lanes = new ArrayList<>();
  private final List<String> users;
  private final ExecutorService threads;

  private record Stay(C3pLane.Dialog dialog, long untilNs) {}

  private C3pJoins(InetSocketAddress server, int connections, List<String> users) {
    for (int i = 0; i < connections; i++) {
      lanes.add(C3pLane.to(server, C3pUser.PASSWORD));
    }
    this.users = users;
    this.threads = Executors.newFixedThreadPool(connections);
  }

  /** The users exist on that server, with the password of {@link C3pUser}. */
  public static C3pJoins to(InetSocketAddress server, int connections, List<String> users) {
    return new C3pJoins(server, connections, users);
  }

  /**
   * Runs until all have left; how long each took to come in, refused ones left out.
   *
   * @param conferences the URI of the conference for each number from 0
   */
  public Timings run(IntFunction<String> conferences, int perSecond, int calls, Duration stay) {
    ConcurrentLinkedQueue<Timings.Sample> samples = new ConcurrentLinkedQueue<>();
    List<Callable<Void>> work = new ArrayList<>();
    long begin = System.nanoTime();
    for (int l = 0; l < lanes.size(); l++) {
      int first = l;
      work.add(
          () -> {
            Lane lane = new Lane(lanes.get(first), stay, samples);
            for (int i = first; i < calls; i += lanes.size()) {
              long at = begin + (long) (i * 1e9 / perSecond);
              lane.leavesUntil(at);
              lane.joins(users.get(i % users.size()), conferences.apply(i), at);
            }
            lane.leavesUntil(Long.MAX_VALUE);
            return null;
          });
    }
    try {
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted under load", e);
    } catch (ExecutionException e) {
      throw new AssertionError("under load", e.getCause());
    }
    return new Timings(List.copyOf(samples));
  }

  /** One connection: of those who are in by it the first leaves first. */
  private record Lane(
      C3pLane lane,
      Duration stay,
      ConcurrentLinkedQueue<Timings.Sample> samples,
      Deque<Stay> stays) {
    Lane(C3pLane lane, Duration stay, ConcurrentLinkedQueue<Timings.Sample> samples) {
      this(lane, stay, samples, new ArrayDeque<>());
    }

    /** All whose time is over before that leave when it is; then the time has come. */
    void leavesUntil(long ns) {
      while (!stays.isEmpty() && stays.getFirst().untilNs() - ns < 0) {
        Stay first = stays.removeFirst();
        await(first.untilNs());
        lane.leaves(first.dialog());
      }
      if (ns != Long.MAX_VALUE) {
        await(ns);
      }
    }

    void joins(String user, String conference, long at) {
      lane.triesToJoin(user, conference)
          .ifPresent(
              dialog -> {
                long now = System.nanoTime();
                samples.add(new Timings.Sample(at, now));
                stays.add(new Stay(dialog, now + stay.toNanos()));
              });
    }

    private static void await(long ns) {
      for (long left = ns - System.nanoTime(); left > 0; left = ns - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    lanes.forEach(C3pLane::close);
  }
}
