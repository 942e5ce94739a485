package org.confocal.persistence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.serialization.SerializationExtension;
import org.confocal.engine.id.FocusKey;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of conferences and calls: looks through the journal for news in passes, one at
 * a time, and takes the news over in batches. One in a cluster is enough (a cluster singleton); two
 * at once do no harm.
 *
 * <p>The first pass looks at the whole journal, so that whatever was missed before is found. Each
 * later one begins some rows before the end of the one before (setting {@code overlap}), because a
 * row may become visible after one with a higher number. What failed is tried again in each pass.
 */
public final class RecordKeeper extends AbstractBehavior<RecordKeeper.Command> {
  /** What may be said, on its own node only. */
  public sealed interface Command {}

  /** Look for news now. The answer comes when everything stored before is in the tables. */
  public record CatchUp(ActorRef<CaughtUp> replyTo) implements Command {}

  /**
   * The news is in the tables.
   *
   * @param events taken over since the start
   * @param failed conferences whose events cannot be taken over now
   */
  public record CaughtUp(long events, int failed) {}

  private record Begin() implements Command {}

  private record Newest(long row) implements Command {}

  private record Due(List<FocusKey> keys) implements Command {}

  private record Batch(FocusKey key, RecordWriter.Kept kept) implements Command {}

  private record NotKept(FocusKey key, String error) implements Command {}

  private record NotRead(String error) implements Command {}

  /** Rows of the journal that one question covers. */
  private static final long WINDOW = 20_000;

  /** Conferences in one answer. */
  private static final int PAGE = 500;

  private static final int MOST_FAILED = 1_000;
  private static final int MOST_WAITING = 1_000;

  private final TimerScheduler<Command> timers;
  private final RecordWriter writer;
  private final PersistenceSettings.Records settings;
  private final Set<FocusKey> failed = new LinkedHashSet<>();
  private final Deque<FocusKey> due = new ArrayDeque<>();
  private final List<ActorRef<CaughtUp>> waiting = new ArrayList<>();
  private final List<ActorRef<CaughtUp>> answered = new ArrayList<>();
  private long scanned;
  private long events;
  private boolean looking;
  private boolean unread;
  private boolean forgotten;
  private long from;
  private long newest;
  private Optional<FocusKey> after = Optional.empty();

  private RecordKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      RecordWriter writer,
      PersistenceSettings.Records settings) {
    super(context);
    this.timers = timers;
    this.writer = writer;
    this.settings = settings;
  }

  /** A keeper that begins at once. */
  public static Behavior<Command> create(Database database) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.getSelf().tell(new Begin());
                  RecordWriter writer =
                      new RecordWriter(database, SerializationExtension.get(context.getSystem()));
                  return new RecordKeeper(context, timers, writer, database.settings().records());
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(CatchUp.class, this::onCatchUp)
        .onMessage(Begin.class, m -> begin())
        .onMessage(Newest.class, this::onNewest)
        .onMessage(Due.class, this::onDue)
        .onMessage(Batch.class, this::onBatch)
        .onMessage(NotKept.class, this::onNotKept)
        .onMessage(NotRead.class, this::onNotRead)
        .build();
  }

  /** The pass that is under way may have looked already where the news is. */
  private Behavior<Command> onCatchUp(CatchUp wish) {
    if (waiting.size() < MOST_WAITING) {
      waiting.add(wish.replyTo());
    }
    return looking ? this : begin();
  }

  private Behavior<Command> begin() {
    if (looking) {
      return this;
    }
    looking = true;
    forgotten = false;
    timers.cancel("begin");
    answered.addAll(waiting);
    waiting.clear();
    after = Optional.empty();
    from = Math.max(0, scanned - settings.overlap());
    due.addAll(failed);
    ask(writer.newest(), Newest::new);
    return this;
  }

  private Behavior<Command> onNewest(Newest found) {
    newest = found.row();
    if (unread) {
      unread = false;
      getContext().getLog().info("records are kept again");
    }
    return next();
  }

  /** One step further: the next conference, or the next page, or the next window, or the end. */
  private Behavior<Command> next() {
    FocusKey key = due.poll();
    if (key != null) {
      keep(key);
    } else if (from < newest) {
      String last = after.map(FocusKey::value).orElse("");
      ask(writer.withNews(from, windowEnd(), last, PAGE), Due::new);
    } else {
      end();
    }
    return this;
  }

  private Behavior<Command> onDue(Due found) {
    List<FocusKey> keys = found.keys();
    if (keys.size() < PAGE) {
      from = windowEnd();
      after = Optional.empty();
    } else {
      after = Optional.of(keys.get(keys.size() - 1));
    }
    keys.stream().filter(key -> !failed.contains(key)).forEach(due::add);
    return next();
  }

  private void keep(FocusKey key) {
    getContext()
        .pipeToSelf(
            writer.keep(key, settings.batch()),
            (kept, error) -> kept == null ? new NotKept(key, told(error)) : new Batch(key, kept));
  }

  private Behavior<Command> onBatch(Batch batch) {
    events += batch.kept().events();
    if (batch.kept().more()) {
      keep(batch.key());
      return this;
    }
    if (failed.remove(batch.key())) {
      getContext().getLog().info("records of a conference are kept again key={}", batch.key());
    }
    return next();
  }

  private Behavior<Command> onNotKept(NotKept not) {
    if (failed.contains(not.key())) {
      return next();
    }
    getContext().getLog().warn("records not kept key={} error={}", not.key(), not.error());
    if (failed.size() < MOST_FAILED) {
      failed.add(not.key());
    } else {
      forgotten = true;
    }
    return next();
  }

  /** The database does not answer: the pass counts for nothing. */
  private Behavior<Command> onNotRead(NotRead not) {
    if (!unread) {
      getContext().getLog().warn("journal not read for records error={}", not.error());
    }
    unread = true;
    due.clear();
    waiting.addAll(0, answered);
    answered.clear();
    rest();
    return this;
  }

  private void end() {
    if (!forgotten) {
      scanned = newest;
    }
    answered.forEach(each -> each.tell(new CaughtUp(events, failed.size())));
    answered.clear();
    if (waiting.isEmpty()) {
      rest();
    } else {
      looking = false;
      begin();
    }
  }

  private void rest() {
    looking = false;
    timers.startSingleTimer("begin", new Begin(), settings.interval());
  }

  private long windowEnd() {
    return Math.min(newest, from + WINDOW);
  }

  private <T> void ask(CompletionStage<T> stage, Function<T, Command> then) {
    getContext()
        .pipeToSelf(
            stage, (value, error) -> value == null ? new NotRead(told(error)) : then.apply(value));
  }

  private static String told(@Nullable Throwable error) {
    Throwable cause = error == null ? null : error.getCause();
    return cause == null ? String.valueOf(error) : error + ": " + cause;
  }
}
