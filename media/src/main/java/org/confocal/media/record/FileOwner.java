package org.confocal.media.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/**
 * Sees to it that one file has one writer, also when several nodes share the directory. The lock
 * ends with the channel.
 */
final class FileOwner {
  private FileOwner() {}

  static void claim(FileChannel channel, Path path) throws IOException {
    boolean ours;
    try {
      ours = channel.tryLock() != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      throw new IOException(path + ": is being written already", ofThisProcess);
    }
    if (!ours) {
      throw new IOException(path + ": is being written by another process");
    }
  }
}
