package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

class TickBenchmarkTest {

  /** What the harness allocates comes to some bytes a tick: less than one for each leg. */
  private static final double BYTES_OF_THE_HARNESS = 60;

  @Test
  @Tag("long")
  void aTickAllocatesNothingForAnyCodec() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(TickBenchmark.class.getName())
                    .addProfiler(GCProfiler.class)
                    .jvmArgsAppend("-XX:AutoBoxCacheMax=65535")
                    .build())
            .run();

    assertThat(results)
        .isNotEmpty()
        .allSatisfy(
            result -> {
              Result<?> bytes =
                  Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
              assertThat(bytes.getScore())
                  .as("bytes a tick, %s", result.getParams().getParam("codec"))
                  .isLessThan(BYTES_OF_THE_HARNESS);
            });
  }
}
