package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.confocal.media.Hold;
import org.confocal.media.MediaSettings;
import org.confocal.media.Volume;
import org.confocal.media.mix.AudioMixer;
import org.confocal.media.mix.Gain;
import org.confocal.media.mix.Relations;
import org.confocal.media.resample.Resampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random conferences, each listener's frame against a sum made without any of the shortcuts. */
class HearingTest {

  private static final int LEGS = 6;
  private static final int LOUDEST = 900;

  private final MediaSettings settings = MediaSettings.defaults();
  private final LoopContext context =
      new LoopContext(
          settings, new MemoryNetwork(), new LoopContext.Clocks(() -> 0, () -> 0), new Random(1));

  /** The conference of one test, ticking without sockets and codecs. */
  private final class Bench {

    final Random random;
    final int mixHz;
    final int[] rates = new int[LEGS];
    final Voice[] voices = new Voice[LEGS];
    final Hearing[] hearings = new Hearing[LEGS];
    final RateMix[] mixes = new RateMix[LEGS];
    final boolean[] heard = new boolean[LEGS];
    final boolean[] closed = new boolean[LEGS];
    final float[] volumes = new float[LEGS];
    final short[][] outs = new short[LEGS][];
    final Reference[] references = new Reference[LEGS];
    final Map<String, Voice> byName = new HashMap<>();
    Map<String, Integer> talkers = Map.of();
    Map<String, Integer> listeners = Map.of();
    Map<String, Map<String, Integer>> pairs = Map.of();

    Bench(long seed, int... kinds) {
      random = new Random(seed);
      int highest = 0;
      for (int i = 0; i < LEGS; i++) {
        rates[i] = kinds[random.nextInt(kinds.length)];
        highest = Math.max(highest, rates[i]);
      }
      mixHz = highest;
      for (int i = 0; i < LEGS; i++) {
        voices[i] = new Voice("leg-" + i, settings.mix());
        voices[i].stand(rates[i], mixHz);
        hearings[i] = new Hearing(context, new Players(name -> {}));
        hearings[i].stand(rates[i], mixHz);
        mixes[i] =
            new RateMix(rates[i], mixHz, new Interlude(new Intermission(), context, rates[i]));
        references[i] = new Reference(rates[i], mixHz);
        byName.put("leg-" + i, voices[i]);
        member(i);
      }
    }

    private void member(int i) {
      boolean muted = random.nextInt(4) == 0;
      boolean deaf = random.nextInt(5) == 0;
      boolean held = random.nextInt(6) == 0;
      int outDb = random.nextBoolean() ? 0 : -random.nextInt(20);
      voices[i].talking = random.nextInt(3) > 0;
      voices[i].mute(muted);
      voices[i].hold(held ? Hold.SILENCE : Hold.NONE);
      hearings[i].hold(held ? Hold.SILENCE : Hold.NONE);
      hearings[i].deafen(deaf);
      hearings[i].volume(new Volume(0, outDb));
      closed[i] = muted || held;
      heard[i] = voices[i].talking && !closed[i];
      volumes[i] = deaf || held ? 0 : (float) Math.pow(10, outDb / 20.0);
    }

    /** Turns begin and end. */
    void takeTurns() {
      for (int i = 0; i < LEGS; i++) {
        voices[i].talking ^= random.nextInt(3) == 0;
        heard[i] = voices[i].talking && !closed[i];
      }
    }

    private int gain() {
      return random.nextInt(3) == 0 ? Gain.SILENT : Gain.LEAST_DB + random.nextInt(53);
    }

    void relate() {
      talkers = new HashMap<>();
      listeners = new HashMap<>();
      pairs = new HashMap<>();
      for (int i = 0; i < LEGS; i++) {
        if (random.nextInt(3) == 0) {
          talkers.put("leg-" + i, gain());
        }
        if (random.nextInt(3) == 0) {
          listeners.put("leg-" + i, gain());
        }
        for (int j = 0; j < LEGS; j++) {
          if (i != j && random.nextInt(3) == 0) {
            pairs.computeIfAbsent("leg-" + i, n -> new HashMap<>()).put("leg-" + j, gain());
          }
        }
      }
      Relations relations = new Relations(talkers, listeners, pairs);
      for (int i = 0; i < LEGS; i++) {
        voices[i].relate(relations.toAll("leg-" + i));
      }
      for (int i = 0; i < LEGS; i++) {
        hearings[i].relate(relations, "leg-" + i, byName);
      }
    }

    /** What the relations mean, without asking them. */
    private double wanted(int listener, int talker) {
      Integer pair = pairs.getOrDefault("leg-" + listener, Map.of()).get("leg-" + talker);
      if (listener == talker) {
        return 0;
      }
      if (pair != null) {
        return factor(pair);
      }
      return factor(listeners.getOrDefault("leg-" + listener, 0))
          * factor(talkers.getOrDefault("leg-" + talker, 0));
    }

    private double factor(int db) {
      return db == Gain.SILENT ? 0 : Math.pow(10, db / 20.0);
    }

    void tick(long tick) {
      int[] sum = new int[LoopContext.samples(mixHz)];
      short[][] frames = new short[LEGS][];
      for (int i = 0; i < LEGS; i++) {
        frames[i] = new short[LoopContext.samples(rates[i])];
        for (int s = 0; s < frames[i].length; s++) {
          frames[i][s] = (short) (random.nextInt(2 * LOUDEST) - LOUDEST);
        }
      }
      short[][] raised = new short[LEGS][];
      for (int i = 0; i < LEGS; i++) {
        raised[i] = references[i].raise(frames[i].clone(), heard[i]);
        voices[i].take(frames[i], true);
        voices[i].contribute(frames[i], false, sum);
      }
      for (int i = 0; i < LEGS; i++) {
        mixes[i].take(sum, 0);
      }
      for (int i = 0; i < LEGS; i++) {
        outs[i] = listen(i, tick).clone();
        double[] exact = new double[sum.length];
        for (int talker = 0; talker < LEGS; talker++) {
          for (int s = 0; s < exact.length; s++) {
            exact[s] += wanted(i, talker) * volumes[i] * raised[talker][s];
          }
        }
        references[i].take(exact);
      }
    }

    private short[] listen(int i, long tick) {
      Contribution own = Objects.requireNonNull(voices[i].contribution());
      if (hearings[i].differs()) {
        return hearings[i].render(mixes[i], own, tick);
      }
      hearings[i].restByItself(mixes[i].limiter);
      if (own.heard()) {
        own.takeAway(mixes[i]);
        return mixes[i].own;
      }
      return mixes[i].all;
    }
  }

  /** One leg's way up to the mix and down from it. */
  private static final class Reference {
    private final @Nullable Resampler up;
    private final @Nullable Resampler down;
    private final int mixSamples;
    private final int samples;
    int[] expected = new int[0];
    private boolean before;

    Reference(int rateHz, int mixHz) {
      up = rateHz == mixHz ? null : new Resampler(rateHz, mixHz);
      down = rateHz == mixHz ? null : new Resampler(mixHz, rateHz);
      mixSamples = LoopContext.samples(mixHz);
      samples = LoopContext.samples(rateHz);
    }

    short[] raise(short[] frame, boolean heard) {
      short[] in = heard || before ? frame : new short[samples];
      if (heard && !before) {
        AudioMixer.fadeIn(in);
      } else if (before && !heard) {
        AudioMixer.fadeOut(in);
      }
      before = heard;
      short[] out = new short[mixSamples];
      if (up == null) {
        return in;
      }
      up.resample(in, samples, out);
      return out;
    }

    void take(double[] exact) {
      int[] sum = new int[mixSamples];
      for (int i = 0; i < mixSamples; i++) {
        sum[i] = (int) Math.round(exact[i]);
      }
      expected = new int[samples];
      if (down == null) {
        expected = sum;
      } else {
        down.resample(sum, mixSamples, expected);
      }
    }
  }

  private static List<String> wrong(Bench bench) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < LEGS; i++) {
      for (int s = 0; s < bench.outs[i].length; s++) {
        int expected = bench.references[i].expected[s];
        int tolerance = Math.abs(expected) > AudioMixer.THRESHOLD ? Integer.MAX_VALUE : 16;
        if (Math.abs(bench.outs[i][s] - expected) > tolerance) {
          wrong.add("leg-" + i + " sample " + s + ": " + bench.outs[i][s] + " not " + expected);
          break;
        }
      }
    }
    return wrong;
  }

  private void play(long seed, int... rates) {
    Bench bench = new Bench(seed, rates);
    long tick = 0;
    for (int change = 0; change < 3; change++) {
      bench.relate();
      for (int i = 0; i < LEGS; i++) {
        bench.member(i);
      }
      for (int settling = 0; settling < 5; settling++) {
        bench.tick(tick++);
      }
      for (int i = 0; i < 3; i++) {
        bench.tick(tick++);
        assertThat(wrong(bench)).as("seed " + seed + ", change " + change).isEmpty();
      }
      for (int i = 0; i < 12; i++) {
        if (i % 4 == 0) {
          bench.takeTurns();
        }
        bench.tick(tick++);
        assertThat(wrong(bench)).as("seed " + seed + ", turns " + i).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 2_000, 3_000})
  void eachHearsTheSumThatTheRelationsSay(long from) {
    for (long seed = from; seed < from + 20; seed++) {
      play(seed, 8000);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4_000, 5_000})
  void eachHearsItAtHisRate(long from) {
    for (long seed = from; seed < from + 10; seed++) {
      play(seed, 8000, 16_000, 48_000);
    }
  }
}
