package org.confocal.server.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The data directory, held by this process until {@link #close}. The lock is the operating
 * system's, so a killed process holds nothing.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String README =
      """
      The data of a Confocal node.

      db/            the embedded database: journal of the conferences and meetings, users, numbers
                     (empty when confocal.persistence.url names a PostgreSQL)
      control.json   where the command line reaches the running node, and its token; gone when no node runs
      tls/           the self-made certificate, while no other is set (confocal.sip.tls)
      node.lock      held by the one process that works on this directory; the number in it is its process id

      To keep a copy, stop the node and copy the whole directory.
      """;

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the directory when it is missing (mode 700) and takes its lock.
   *
   * @return empty when another process has the lock
   * @throws DataRefused when the directory cannot be made or written to
   */
  public static Optional<DataDirectory> tryOpen(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      make(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
      return Optional.of(new DataDirectory(path, channel));
    } catch (IOException failed) {
      throw new DataRefused("data directory " + path + ": not writable (" + told(failed) + ")");
    }
  }

  /**
   * As {@link #tryOpen}, for a node: somebody else's lock is the end.
   *
   * @throws DataRefused also when another process has the lock
   */
  public static DataDirectory open(Path directory) {
    return tryOpen(directory)
        .orElseThrow(
            () ->
                new DataRefused(
                    "data directory "
                        + directory.toAbsolutePath().normalize()
                        + ": in use by another node (process "
                        + holder(directory)
                        + ")"));
  }

  /** Whether a process works on it. Makes and changes nothing. */
  public static boolean isHeld(Path directory) {
    Path lock = directory.toAbsolutePath().normalize().resolve("node.lock");
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return !locked(channel);
    } catch (IOException failed) {
      throw new DataRefused(
          "data directory " + directory + ": not readable (" + told(failed) + ")");
    }
  }

  public Path path() {
    return path;
  }

  /** Whether no node was ever ready on this directory. */
  public boolean first() {
    return !Files.exists(path.resolve("README.txt"));
  }

  /** Says what lies here; from now on it is not the first start any more. */
  public void explain() {
    try {
      Files.writeString(path.resolve("README.txt"), README);
    } catch (IOException failed) {
      throw new DataRefused("data directory " + path + ": not writable (" + told(failed) + ")");
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException theSystemFreesIt) {
      // At the end of the process at the latest.
    }
  }

  private static void make(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.isWritable(path)) {
      throw new IOException("permission denied");
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ownProcess) {
      return false;
    }
  }

  private static String holder(Path directory) {
    try {
      return Files.readString(directory.resolve("node.lock")).strip();
    } catch (IOException unknown) {
      return "unknown";
    }
  }

  private static String told(IOException failed) {
    if (failed instanceof FileAlreadyExistsException) {
      return "a file is in its place";
    } else if (failed instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failed instanceof NoSuchFileException) {
      return "no such directory";
    }
    return String.valueOf(failed.getMessage());
  }
}
