package org.confocal.server.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;

/** Running conferences: list, show, end. Only a running node has this door. */
public final class ConferenceDoor {
  private final ActiveConferences active;
  private final ActorRef<Switchboard.Command> switchboard;
  private final Scheduler scheduler;
  private final Duration timeout;
  private final Function<FocusKey, List<LegQuality>> quality;

  /**
   * One conference.
   *
   * @param quality of the legs whose sound is mixed on this node
   */
  public record ConferenceView(
      @JsonUnwrapped FocusProtocol.View conference, List<LegQuality> quality) {
    public ConferenceView {
      quality = List.copyOf(quality);
    }
  }

  /**
   * @param timeout longest wait for one focus
   * @param quality of the legs of a conference whose sound is mixed on this node
   */
  public ConferenceDoor(
      ActiveConferences active,
      ActorRef<Switchboard.Command> switchboard,
      Scheduler scheduler,
      Duration timeout,
      Function<FocusKey, List<LegQuality>> quality) {
    this.active = active;
    this.switchboard = switchboard;
    this.scheduler = scheduler;
    this.timeout = timeout;
    this.quality = quality;
  }

  /** The conferences that should be running, oldest first. */
  public CompletionStage<List<ActiveConferences.Entry>> list(int limit) {
    return active.list(limit);
  }

  /** What focus and media tell; empty when the conference does not run. */
  public CompletionStage<Optional<ConferenceView>> show(FocusKey key) {
    return running(key)
        .thenCompose(
            runs ->
                runs
                    ? ask(key)
                        .thenApply(v -> Optional.of(new ConferenceView(v, quality.apply(key))))
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  /** Ends the conference and tells how many legs it had; empty when it does not run. */
  public CompletionStage<Optional<Integer>> end(FocusKey key) {
    return running(key)
        .thenCompose(
            runs ->
                runs
                    ? ask(key, EndReason.ENDED_BY_OPERATOR)
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  /** Ends every conference of the installation because this is its last node that stops. */
  public CompletionStage<Integer> endAll(EndReason why, int limit) {
    return active
        .list(limit)
        .thenCompose(
            entries -> {
              CompletionStage<Integer> legs = CompletableFuture.completedStage(0);
              List<CompletionStage<Optional<Integer>>> ended = new ArrayList<>();
              entries.forEach(entry -> ended.add(ask(entry.key(), why)));
              for (CompletionStage<Optional<Integer>> each : ended) {
                legs = legs.thenCombine(each, (sum, more) -> sum + more.orElse(0));
              }
              return legs;
            });
  }

  /**
   * Ends what runs of an organizer who is no user any more, or is disabled; how many conferences
   * there were.
   */
  public CompletionStage<Integer> endAllOf(UserUri organizer) {
    return active
        .list(Integer.MAX_VALUE)
        .thenCompose(
            entries -> {
              CompletionStage<Integer> count = CompletableFuture.completedStage(0);
              for (ActiveConferences.Entry entry : entries) {
                if (entry.conference().organizer().equals(organizer)) {
                  count =
                      count.thenCombine(
                          ask(entry.key(), EndReason.ORGANIZER_GONE), (sum, legs) -> sum + 1);
                }
              }
              return count;
            });
  }

  // A focus that is asked is made, so only those are asked that the table knows.
  private CompletionStage<Boolean> running(FocusKey key) {
    return active
        .list(Integer.MAX_VALUE)
        .thenApply(entries -> entries.stream().anyMatch(entry -> entry.key().equals(key)));
  }

  private CompletionStage<FocusProtocol.View> ask(FocusKey key) {
    return AskPattern.ask(
        switchboard,
        replyTo -> new Switchboard.ToFocus(key, new FocusProtocol.Show(replyTo)),
        timeout,
        scheduler);
  }

  private CompletionStage<Optional<Integer>> ask(FocusKey key, EndReason why) {
    CompletionStage<FocusProtocol.Ended> ended =
        AskPattern.ask(
            switchboard,
            replyTo -> new Switchboard.ToFocus(key, new FocusProtocol.End(why, replyTo)),
            timeout,
            scheduler);
    return ended.thenApply(done -> Optional.of(done.legs()));
  }
}
