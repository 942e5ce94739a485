package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One node for many tests, with many open meetings: each test takes a {@link #room} of its own. A
 * start costs seconds, so tests that want nothing special share one.
 */
public final class OneNode implements BeforeAllCallback, AfterAllCallback {
  private static final int FIRST_ROOM = 9000;
  private static final int ROOMS = 100;
  private static final OneNode SHARED = new OneNode(NodeConfig.onFreePorts().withIpv6());

  private final NodeConfig config;
  private final AtomicInteger nextRoom = new AtomicInteger(FIRST_ROOM);
  private @Nullable ConfocalProcess process;
  private @Nullable Path data;

  private OneNode(NodeConfig config) {
    this.config = config;
  }

  /** The node for all classes that need no settings of their own, on 127.0.0.1 and ::1. */
  public static OneNode shared() {
    return SHARED;
  }

  /** A node for one class. */
  public static OneNode with(NodeConfig config) {
    return new OneNode(config);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (process != null) {
      return;
    }
    start(context.getRequiredTestClass().getSimpleName());
    if (this == SHARED) {
      AutoCloseable atTheEnd = this::stop;
      context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(this, atTheEnd);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (this != SHARED) {
      stop();
    }
  }

  private void start(String name) throws IOException {
    Path parent = Files.createDirectories(Project.room().resolve("target/it-data"));
    Path mine = Files.createTempDirectory(parent, name);
    data = mine;
    ConfocalProcess node = ConfocalProcess.start(mine.resolve("data"), config);
    process = node;
    String first = Integer.toString(FIRST_ROOM);
    String count = Integer.toString(ROOMS);
    node.cliDone("meeting", "create", "--number", first, "--count", count, "--open");
  }

  private void stop() throws IOException {
    if (process != null) {
      process.close();
    }
    if (data == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(data)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      deepestFirst.forEach(OneNode::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node dies without a word and is started again on its data. */
  public void crash() {
    restart(ConfocalProcess::kill9, () -> {});
  }

  /**
   * The node ends and is started again on its data.
   *
   * @param end how it ends
   * @param meanwhile what happens while no node runs
   */
  public void restart(Consumer<ConfocalProcess> end, Runnable meanwhile) {
    Path mine = data;
    if (process == null || mine == null) {
      throw new AssertionError("the node was not started");
    }
    end.accept(process);
    meanwhile.run();
    process = ConfocalProcess.start(mine.resolve("data"), config);
  }

  public ConfocalProcess process() {
    if (process == null) {
      throw new AssertionError("the node was not started");
    }
    return process;
  }

  public NodeConfig config() {
    return config;
  }

  /** An operator ends the conference in which this call is. */
  public void end(SipCall call) {
    String key = call.remoteTag().replaceAll("-.*", "");
    var ended = Management.of(process()).delete("/confocal/conferences/" + key);
    if (ended.statusCode() != 200) {
      throw new AssertionError("conference not ended: " + ended.statusCode() + " " + ended.body());
    }
  }

  /** Where SIP listens. */
  public InetSocketAddress sip() {
    return config.sip();
  }

  /** The address of one of the open meetings, for tests that leave them as they were. */
  public String anyRoom(int index) {
    return config.uri(Integer.toString(FIRST_ROOM + Math.floorMod(index, ROOMS)));
  }

  /** The address of an open meeting that nobody has used. */
  public String room() {
    int number = nextRoom.getAndIncrement();
    if (number >= FIRST_ROOM + ROOMS) {
      throw new AssertionError("more than " + ROOMS + " rooms");
    }
    return config.uri(Integer.toString(number));
  }
}
