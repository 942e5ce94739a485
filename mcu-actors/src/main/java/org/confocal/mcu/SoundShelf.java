package org.confocal.mcu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.confocal.engine.control.ControlOrder;
import org.confocal.media.sound.Recording;
import org.confocal.media.sound.Sound;
import org.confocal.media.sound.Tone;
import org.jspecify.annotations.Nullable;

/**
 * The sounds of a node by name: files of one directory, and tones that are built in. A file that
 * has been read is held in memory until others need the place, and read again when it has changed.
 * May be used by all threads; reads files, so not by those of actors.
 */
final class SoundShelf {
  private static final int FRAMES_PER_SECOND = 50;

  /** Built in; a file of the same name takes the place. */
  private static final Map<String, Sound> TONES =
      Map.of(
          "entry-tone", Tone.ENTRY,
          "exit-tone", Tone.EXIT,
          "beep", new Tone(List.of(1000), -20, Duration.ofMillis(200), Duration.ofMillis(100), 1));

  private record Kept(Object version, Sound sound) {}

  private final SoundSettings settings;

  /** The one that was used last is last. */
  private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  SoundShelf(SoundSettings settings) {
    this.settings = settings;
  }

  /**
   * The sound of that name.
   *
   * @throws IOException in words for whoever has ordered it: what there is, or why it cannot be
   *     read
   */
  synchronized Sound take(String name) throws IOException {
    if (!ControlOrder.Play.PLAIN.matcher(name).matches()) {
      throw new IOException("sound: " + name + " (expected: " + ControlOrder.Play.EXPECTED + ")");
    }
    Optional<Path> file = settings.directory().map(d -> d.resolve(name + ".wav"));
    try {
      return file.isEmpty() ? tone(name) : read(name, file.get());
    } catch (NoSuchFileException none) {
      return tone(name);
    }
  }

  private Sound read(String name, Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    Object version = List.of(now.lastModifiedTime(), now.size());
    @Nullable Kept known = kept.get(name);
    if (known != null && known.version().equals(version)) {
      return known.sound();
    }
    try (InputStream in = Files.newInputStream(file)) {
      Sound sound = Recording.readWave(in, settings.longest());
      kept.put(name, new Kept(version, sound));
      makeRoom();
      return sound;
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException unreadable) {
      throw new IOException("sound: " + name + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private void makeRoom() {
    long most = settings.kept().toMillis() * FRAMES_PER_SECOND / 1000;
    long frames = kept.values().stream().mapToLong(k -> k.sound().frames()).sum();
    Iterator<Kept> oldest = kept.values().iterator();
    while (frames > most && kept.size() > 1) {
      frames -= oldest.next().sound().frames();
      oldest.remove();
    }
  }

  private static Sound tone(String name) throws IOException {
    Sound tone = TONES.get(name);
    if (tone == null) {
      throw new IOException(
          "sound: "
              + name
              + " (expected: the name of a .wav file in confocal.mcu.sounds.directory, or one of "
              + String.join(", ", new TreeSet<>(TONES.keySet()))
              + ")");
    }
    return tone;
  }
}
