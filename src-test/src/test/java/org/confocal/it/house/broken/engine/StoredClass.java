package org.confocal.it.house.broken.engine;

/** Neither record nor enum, and holds an actor by way of another type. */
public final class StoredClass implements Stored {
  final Inner inner;

  StoredClass(Inner inner) {
    this.inner = inner;
  }

  record Inner(java.util.List<org.apache.pekko.actor.typed.ActorRef<String>> actors) {}
}
