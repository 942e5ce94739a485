package org.confocal.engine.conference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The recordings of a conference in all its lives: the one that is on, and the last ones before it.
 *
 * @param all oldest first, at most {@value #MOST}
 */
public record Recordings(List<Recording> all) {
  /** Nothing was recorded. */
  public static final Recordings NONE = new Recordings(List.of());

  static final int MOST = 20;

  public Recordings {
    all = List.copyOf(all);
  }

  /** What is being recorded now. */
  public Optional<Recording> on() {
    return all.stream().filter(r -> r.state() == Recording.State.ON).findFirst();
  }

  /** The recording of that name. */
  public Optional<Recording> of(String id) {
    return all.stream().filter(r -> r.id().equals(id)).findFirst();
  }

  Recordings with(Recording begun) {
    List<Recording> next = new ArrayList<>(ended().all());
    next.add(begun);
    return new Recordings(next.subList(Math.max(0, next.size() - MOST), next.size()));
  }

  Recordings changed(String id, UnaryOperator<Recording> change) {
    return new Recordings(all.stream().map(r -> r.id().equals(id) ? change.apply(r) : r).toList());
  }

  /** The conference is over. */
  Recordings ended() {
    return new Recordings(all.stream().map(r -> r.ended(Recording.State.STOPPED, "")).toList());
  }
}
