package org.confocal.it.c3p;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.confocal.it.kit.Timings;

/** Several lanes at once: as many requests in flight. */
public final class C3pLanes implements AutoCloseable {
  private final List<C3pLane> lanes;
  private final ExecutorService threads;

  /** What is done with a lane; {@code number} counts from 0. */
  @FunctionalInterface
  public interface Request {
    void on(C3pLane lane, int number);
  }

  private C3pLanes(List<C3pLane> lanes) {
    this.lanes = lanes;
    this.threads = Executors.newFixedThreadPool(lanes.size());
  }

  public static C3pLanes to(InetSocketAddress server, int count) {
    return new C3pLanes(
        IntStream.range(0, count).mapToObj(i -> C3pLane.to(server, C3pUser.PASSWORD)).toList());
  }

  /** Does it for 0 to {@code count} - 1, on all lanes at once. The first failure ends it. */
  public Timings all(int count, Request request) {
    return all(0, count, request);
  }

  /** Does it for {@code from} to {@code to} - 1. */
  public Timings all(int from, int to, Request request) {
    AtomicInteger next = new AtomicInteger(from);
    ConcurrentLinkedQueue<Timings.Sample> samples = new ConcurrentLinkedQueue<>();
    List<Callable<Void>> work = new ArrayList<>();
    for (C3pLane lane : lanes) {
      work.add(
          () -> {
            for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
              long began = System.nanoTime();
              request.on(lane, i);
              samples.add(new Timings.Sample(began, System.nanoTime()));
            }
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

  /** One of them, for one request at a time. */
  public C3pLane one() {
    return lanes.get(0);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    lanes.forEach(C3pLane::close);
  }
}
