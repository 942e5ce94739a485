package org.confocal.mcu;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.confocal.engine.SectionSettings;
import org.confocal.engine.control.ControlOrder;
import org.confocal.media.sound.Recording;

/**
 * What an MCU can play, and what it plays by itself.
 *
 * @param directory of the files; empty = there are built-in tones only
 * @param longest longest sound that is played
 * @param kept how much sound is held in memory, at 144 kB a second
 * @param music what those hear who are alone, on hold with music or in the lobby: a sound of the
 *     directory; empty = none
 * @param entryTone a tone is played to all when somebody comes
 * @param exitTone a tone is played to all when somebody goes
 */
public record SoundSettings(
    Optional<Path> directory,
    Duration longest,
    Duration kept,
    Optional<String> music,
    boolean entryTone,
    boolean exitTone) {
  /** Built-in tones, when they are ordered. */
  static final SoundSettings NONE =
      new SoundSettings(
          Optional.empty(),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Optional.empty(),
          false,
          false);

  static SoundSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.mcu.sounds");
    SectionSettings tones = SectionSettings.of(root, "confocal.mcu.tones");
    Duration longest = s.duration("longest", Duration.ofMillis(20), Recording.LONGEST);
    Optional<Path> directory = directory(s);
    return new SoundSettings(
        directory,
        longest,
        s.duration("kept", longest, Duration.ofHours(1)),
        music(s, directory),
        tones.flag("entry"),
        tones.flag("exit"));
  }

  private static Optional<Path> directory(SectionSettings s) {
    String text = s.text("directory");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(text);
    if (!Files.isDirectory(path)) {
      throw s.wrong("directory", text, "a directory that is there, or nothing");
    }
    return Optional.of(path);
  }

  private static Optional<String> music(SectionSettings s, Optional<Path> directory) {
    String name = s.text("music");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    boolean plain = ControlOrder.Play.PLAIN.matcher(name).matches();
    if (!plain || directory.filter(d -> Files.isRegularFile(d.resolve(name + ".wav"))).isEmpty()) {
      throw s.wrong("music", name, "the name of a .wav file in directory without its ending");
    }
    return Optional.of(name);
  }
}
