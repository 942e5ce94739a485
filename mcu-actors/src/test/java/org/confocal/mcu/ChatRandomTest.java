package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Content;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A chat of random people who come, go, speak, are slow, refuse and never answer, on an MCU that
 * crashes: every line reaches everybody in its order, or its sender is told.
 */
class ChatRandomTest {
  private static final int STEPS = 4000;
  private static final long EPOCH = 65_537;

  /** Somebody who should get a line. */
  private record Due(long line, UserUri user) {}

  private final ChatSettings settings =
      ChatSettings.from(
          ConfigFactory.parseString("confocal.mcu.chat.most-waiting = 4")
              .withFallback(ConfigFactory.load()));
  private final ChatLog.Limits limits = new ChatLog.Limits(settings.history(), 100);
  private final Map<Integer, UserUri> legs = new TreeMap<>();
  private final Map<Integer, AcceptedTypes> types = new HashMap<>();
  private final Map<Integer, Long> onTheirWay = new LinkedHashMap<>();
  private final Map<Integer, Long> newest = new HashMap<>();
  private final Set<Due> due = new HashSet<>();

  /** Missed by somebody who left; when the MCU crashes before it has told that, nobody knows. */
  private final Set<Due> leftWithout = new HashSet<>();

  private final Set<Due> got = new HashSet<>();
  private final Set<Due> told = new HashSet<>();
  private ChatLog log = ChatLog.EMPTY;
  private Fanout fanout = new Fanout(settings, this::event);
  private int lastLeg;

  private void event(McuProtocol.Event event) {
    if (event instanceof McuProtocol.Deliver d) {
      for (int leg : d.legs()) {
        assertThat(d.line().number()).as("order").isGreaterThan(newest.getOrDefault(leg, 0L));
        onTheirWay.put(leg, d.line().number());
        newest.put(leg, d.line().number());
      }
    } else if (event instanceof McuProtocol.Report r) {
      for (Undelivered missed : r.missed()) {
        told.add(new Due(r.line(), missed.user()));
      }
    } else {
      throw new AssertionError(event);
    }
  }

  private void comes(Random random) {
    UserUri user = new UserUri("sip:user-" + random.nextInt(12) + "@example.test");
    AcceptedTypes accepts =
        random.nextInt(4) == 0
            ? AcceptedTypes.PLAIN_TEXT
            : new AcceptedTypes(Set.of("text/plain", "text/html"));
    lastLeg++;
    legs.put(lastLeg, user);
    types.put(lastLeg, accepts);
    fanout.connect(lastLeg, user, accepts);
  }

  private void goes(int leg) {
    UserUri user = legs.remove(leg);
    onTheirWay.remove(leg);
    fanout.release(leg);
    due.stream()
        .filter(d -> d.user().equals(user) && !got.contains(d) && !told.contains(d))
        .forEach(leftWithout::add);
  }

  private void speaks(int leg, Random random) {
    UserUri sender = user(leg);
    Content content =
        random.nextInt(5) == 0 ? new Content("text/html", new byte[3]) : Content.text("hello");
    Optional<UserUri> to =
        random.nextInt(8) == 0 ? Optional.of(user(any(random))) : Optional.empty();
    if (to.isPresent() && !fanout.anybodyFor(to.get(), leg)) {
      return;
    }
    ChatLine line = new ChatLine(log.last() + 1, Instant.EPOCH, sender, to, content);
    RequestKey key = new RequestKey("c" + line.number(), "f", 1, "MESSAGE");
    log = log.apply(new ChatEvent.LineSaid(EPOCH, key, leg, fanout.newestLeg(), line), limits);
    for (Map.Entry<Integer, UserUri> other : legs.entrySet()) {
      boolean recipient =
          to.isEmpty()
              ? !other.getValue().equals(sender)
              : to.get().equals(other.getValue()) && other.getKey() != leg;
      if (recipient) {
        due.add(new Due(line.number(), other.getValue()));
      }
    }
    fanout.say(line, leg);
  }

  private UserUri user(int leg) {
    return Objects.requireNonNull(legs.get(leg));
  }

  private int any(Random random) {
    return new ArrayList<>(legs.keySet()).get(random.nextInt(legs.size()));
  }

  private void answers(int leg, int status) {
    Long line = onTheirWay.remove(leg);
    UserUri user = legs.get(leg);
    if (line != null && user != null) {
      if (status == 200) {
        got.add(new Due(line, user));
      }
      fanout.delivered(new McuProtocol.Delivered(leg, line, status));
    }
  }

  private void turns() {
    fanout.tick(EPOCH, log).ifPresent(e -> log = log.apply(e, limits));
    leftWithout.clear();
  }

  private void crashes() {
    due.removeAll(leftWithout);
    leftWithout.clear();
    onTheirWay.clear();
    newest.clear();
    fanout = new Fanout(settings, this::event);
    legs.forEach(
        (leg, user) -> {
          fanout.connect(leg, user, Objects.requireNonNull(types.get(leg)));
          fanout.resume(leg, log);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20_261_122, 4, 5, 6, 7})
  void everyLineReachesEverybodyInOrderOrItsSenderIsTold(long seed) {
    Random random = new Random(seed);

    for (int step = 0; step < STEPS; step++) {
      int what = random.nextInt(100);
      if (legs.size() < 3 || what < 3) {
        comes(random);
      } else if (what < 6 && legs.size() > 6) {
        goes(any(random));
      } else if (what < 20) {
        speaks(any(random), random);
      } else if (what < 92) {
        for (int leg : new ArrayList<>(onTheirWay.keySet())) {
          boolean slow = random.nextInt(leg % 5 == 0 ? 50 : 3) > 0;
          if (leg % 7 > 0 && !slow) {
            answers(leg, random.nextInt(10) == 0 ? 486 : 200);
          }
        }
      } else if (what < 99) {
        turns();
      } else {
        crashes();
      }
    }
    for (int turn = 0; turn < 60 * settings.lateAfterTicks() && !fanout.quiet(log); turn++) {
      new ArrayList<>(onTheirWay.keySet()).forEach(leg -> answers(leg, 200));
      turns();
    }

    List<Due> lost = due.stream().filter(d -> !got.contains(d) && !told.contains(d)).toList();
    assertThat(lost).as("seed %d, %d lines", seed, log.last()).isEmpty();
    assertThat(fanout.quiet(log)).isTrue();
    assertThat(got.size()).as("seed %d", seed).isGreaterThan(due.size() / 2);
  }
}
