package org.confocal.it.kill;

import java.io.UncheckedIOException;
import java.util.Random;

/** Orders one thing after the other and remembers what was answered. */
public abstract class Witness {
  protected final Random random;
  private final Fuse fuse;
  private int answered;
  private String doubt = "";

  Witness(Random random, Fuse fuse) {
    this.random = random;
    this.fuse = fuse;
  }

  /** Orders this and that until the node is dead. */
  public final void work() {
    while (!fuse.isOver() && doubt.isEmpty()) {
      acts();
    }
  }

  /** One order, or none. */
  abstract void acts();

  /** Connects again when the node is back, as a client does. */
  public abstract void resumes();

  /** Looks whether what was answered is so; failures are told with {@code about}. */
  public abstract void verifies(String about);

  /** Ends all that it has begun, each with an answer. */
  public abstract void ends(String about);

  /**
   * Carries out an order; what it asserts must hold.
   *
   * @return false when no answer came before the node died: then it may have happened or not
   */
  final boolean done(String what, Runnable order) {
    fuse.burn();
    try {
      order.run();
      answered++;
      return true;
    } catch (AssertionError | UncheckedIOException e) {
      boolean silence =
          e instanceof UncheckedIOException
              || String.valueOf(e.getMessage()).contains("not within");
      if (!fuse.isOver() || !silence) {
        throw e;
      }
      doubt = what;
      return false;
    }
  }

  /** What was on its way when the node died; empty for nothing. */
  public final String doubt() {
    return doubt;
  }

  /** How many orders were answered. */
  public final int answered() {
    return answered;
  }
}
