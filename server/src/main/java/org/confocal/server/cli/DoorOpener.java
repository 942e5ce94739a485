package org.confocal.server.cli;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.RemoteDoor;
import org.confocal.server.data.ControlFile;
import org.confocal.server.data.DataDirectory;
import org.confocal.server.node.DataAtRest;
import org.confocal.server.node.Waiting;
import org.confocal.server.settings.Layers;

/**
 * Finds the way to users and meetings: the running node if there is one, otherwise the data
 * directory itself. The lock of the directory tells which; a control file that a killed node left
 * proves nothing.
 */
final class DoorOpener {
  private static final int TRIES = 100;
  private static final long PAUSE_MS = 100;
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** A node that answers. */
  record Found(Path data, long pid, RemoteDoor door) {}

  private DoorOpener() {}

  /** Waits up to ten seconds for a node that starts or another command that is at work. */
  static OperatorDoor open(NodeOptions options) {
    Layers layers = options.layers();
    Config basic = layers.basic();
    Path path = options.data(basic);
    for (int i = 0; i < TRIES; i++) {
      Optional<DataDirectory> free = DataDirectory.tryOpen(path);
      if (free.isPresent()) {
        return atRest(layers, free.get());
      }
      Optional<RemoteDoor> node = ControlFile.read(path).flatMap(DoorOpener::knock);
      if (node.isPresent()) {
        return node.get();
      }
      Waiting.forMillis(PAUSE_MS);
    }
    throw silent(path);
  }

  /**
   * The node that runs; waits up to ten seconds for one that starts.
   *
   * @throws Refusal when none runs
   */
  static Found running(NodeOptions options) {
    Path path = options.data(options.layers().basic());
    for (int i = 0; i < TRIES; i++) {
      if (!DataDirectory.isHeld(path)) {
        throw new Refusal("no node runs on " + path);
      }
      Optional<Found> node =
          ControlFile.read(path)
              .flatMap(file -> knock(file).map(door -> new Found(path, file.pid(), door)));
      if (node.isPresent()) {
        return node.get();
      }
      Waiting.forMillis(PAUSE_MS);
    }
    throw silent(path);
  }

  private static Refusal silent(Path path) {
    return new Refusal(
        "data directory "
            + path
            + ": in use, but no node answers there (is it starting or stopping?)");
  }

  private static OperatorDoor atRest(Layers layers, DataDirectory data) {
    try {
      return DataAtRest.open(layers, data);
    } catch (RuntimeException failed) {
      data.close();
      throw failed;
    }
  }

  /** A door only if somebody answers: the file may be of a node that was killed. */
  private static Optional<RemoteDoor> knock(ControlFile file) {
    String host = file.host().contains(":") ? "[" + file.host() + "]" : file.host();
    String base = file.scheme() + "://" + host + ":" + file.port();
    RemoteDoor door =
        file.scheme().equals("https")
            ? RemoteDoor.secure(base, file.token(), ANSWER, file.certificate())
            : new RemoteDoor(base, file.token(), ANSWER);
    try {
      Waiting.until(door.node(), ANSWER, "the node");
      return Optional.of(door);
    } catch (RuntimeException nobody) {
      return Optional.empty();
    }
  }
}
