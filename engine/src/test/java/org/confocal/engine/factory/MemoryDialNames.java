package org.confocal.engine.factory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.jspecify.annotations.Nullable;

/**
 * The table of numbers, in memory. It can be slow (each question waits for {@link #answerNext}), it
 * can fail, and it can do what was asked and fail to say so.
 */
public final class MemoryDialNames implements DialNames {
  private record Question<T extends @Nullable Object>(
      String text, Supplier<T> deed, CompletableFuture<T> answer) {
    void answered() {
      answer.complete(deed.get());
    }

    void doneAndFailed() {
      T unheard = deed.get();
      answer.completeExceptionally(new IllegalStateException("not told: " + unheard));
    }

    void failed() {
      answer.completeExceptionally(new IllegalStateException("the table is away"));
    }
  }

  private final Map<String, ConferenceUri> rows = new TreeMap<>();
  private final BlockingQueue<Question<?>> questions = new LinkedBlockingQueue<>();
  private boolean slow;
  private int failures;
  private int lostAnswers;

  /** From now on every question waits, or none. */
  synchronized void slow(boolean yes) {
    slow = yes;
  }

  /** The next {@code count} questions fail and do nothing. */
  synchronized void failNext(int count) {
    failures = count;
  }

  /** What the next {@code count} questions ask for is done, and they fail. */
  synchronized void loseNextAnswers(int count) {
    lostAnswers = count;
  }

  /** Waits for a question, does what it asks for, answers it and tells what it was. */
  String answerNext() {
    Question<?> next = next();
    synchronized (this) {
      next.answered();
    }
    return next.text();
  }

  /** Waits for a question and lets it fail. */
  void failWaiting() {
    next().failed();
  }

  /** How many questions wait. */
  int waiting() {
    return questions.size();
  }

  private Question<?> next() {
    try {
      Question<?> next = questions.poll(5, TimeUnit.SECONDS);
      assertThat(next).as("a question").isNotNull();
      return Objects.requireNonNull(next);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The numbers that are taken. */
  synchronized Set<String> taken() {
    return Set.copyOf(rows.keySet());
  }

  synchronized void take(String number, ConferenceUri conference) {
    rows.put(number, conference);
  }

  private synchronized <T extends @Nullable Object> CompletionStage<T> ask(
      String text, Supplier<T> deed) {
    Question<T> question = new Question<>(text, deed, new CompletableFuture<>());
    if (failures > 0) {
      failures--;
      question.failed();
    } else if (lostAnswers > 0) {
      lostAnswers--;
      question.doneAndFailed();
    } else if (slow) {
      questions.add(question);
    } else {
      question.answered();
    }
    return question.answer();
  }

  @Override
  public CompletionStage<Boolean> claim(MeetingNumber number, ConferenceUri conference) {
    return ask(
        "claim " + number,
        () -> conference.equals(rows.computeIfAbsent(number.value(), free -> conference)));
  }

  @Override
  public CompletionStage<Void> release(ConferenceUri conference) {
    return this.<Void>ask(
        "release " + conference.id(),
        () -> {
          rows.values().removeIf(conference::equals);
          return null;
        });
  }

  @Override
  public CompletionStage<Void> releaseOthers(UserUri organizer, Set<ConferenceId> known) {
    return this.<Void>ask(
        "release others",
        () -> {
          rows.values().removeIf(c -> c.organizer().equals(organizer) && !known.contains(c.id()));
          return null;
        });
  }

  @Override
  public CompletionStage<Optional<ConferenceUri>> find(MeetingNumber number) {
    return ask("find " + number, () -> Optional.ofNullable(rows.get(number.value())));
  }

  @Override
  public CompletionStage<List<Entry>> list(int limit) {
    return ask(
        "list",
        () -> {
          List<Entry> entries = new ArrayList<>();
          rows.forEach((number, uri) -> entries.add(new Entry(new MeetingNumber(number), uri)));
          return entries.subList(0, Math.min(limit, entries.size()));
        });
  }
}
