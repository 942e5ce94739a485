package org.confocal.engine;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of this room, so that no new one is forgotten by a test. */
public final class EngineClasses {
  private EngineClasses() {}

  /** All classes that can be made and are a {@code type}, by name. */
  public static List<Class<?>> implementing(Class<?> type) {
    Path root = root();
    try (Stream<Path> files = Files.walk(root)) {
      List<Class<?>> found = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
          Class<?> candidate = load(name.substring(0, name.length() - ".class".length()));
          if (type.isAssignableFrom(candidate) && !Modifier.isAbstract(candidate.getModifiers())) {
            found.add(candidate);
          }
        }
      }
      return found;
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static Path root() {
    try {
      return Path.of(Stored.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, EngineClasses.class.getClassLoader());
    } catch (ClassNotFoundException justListed) {
      throw new AssertionError(justListed);
    }
  }
}
