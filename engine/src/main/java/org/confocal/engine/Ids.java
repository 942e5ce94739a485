package org.confocal.engine;

/** Source of random names. A port, so that tests can choose them. */
@FunctionalInterface
public interface Ids {
  /** Returns {@code digits} random lower-case hexadecimal digits that nobody can guess. */
  String hex(int digits);
}
