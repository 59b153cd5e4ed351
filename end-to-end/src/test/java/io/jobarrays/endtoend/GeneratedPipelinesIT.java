package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random pipelines against {@link PipelineModel}: {@code -Dpipelines=300 -Dseed=1 -Dbeside=4}, of
 * which four run at a time. The limits of AWS are multiplied by 20.
 */
@ExtendWith(SharedControlPlane.class)
class GeneratedPipelinesIT {
    private static final long[] SMALL = {4, 11, 18, 25, 34, 38};
    private static final int LIMITS_FACTOR = 20;
    private static final int MAX_STAGES = 40;
    private static final int MAX_COUNT = 50;
    private static final String REPRODUCE =
            "./mvnw verify -Pcampaign -pl end-to-end -am -Dit.test=GeneratedPipelinesIT -Dtest=NoTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dfailsafe.failIfNoSpecifiedTests=false -Dpipelines=1 -Dseed=%d";

    @Test
    void smallPipelinesEndAsTheModelSays(TestControlPlane plane) throws Exception {
        List<GeneratedPipeline> small =
                LongStream.of(SMALL).mapToObj(seed -> PipelineGenerator.of(seed, 6, 5)).toList();

        assertThat(failed(plane, small)).isEmpty();
    }

    @Test
    @Tag("campaign")
    void pipelinesEndAsTheModelSays() throws Exception {
        long first = Long.getLong("seed", 1);
        List<GeneratedPipeline> pipelines =
                LongStream.range(first, first + Long.getLong("pipelines", 300))
                        .mapToObj(seed -> PipelineGenerator.of(seed, MAX_STAGES, MAX_COUNT))
                        .toList();
        try (TestControlPlane plane =
                TestControlPlane.inScaleMode(
                        Map.of("SPAWN_AWS_LIMITS_FACTOR", "" + LIMITS_FACTOR))) {
            new TestCloud(plane).multiplyLimits(LIMITS_FACTOR);
            System.out.printf(
                    "limits of AWS times %d, in the control plane and in the local cloud%n",
                    LIMITS_FACTOR);
            Instant begin = Instant.now();

            List<String> failed = failed(plane, pipelines);

            System.out.printf(
                    "%d of %d pipelines with %d stages and %d members agree with the model after %d s%n",
                    pipelines.size() - failed.size(),
                    pipelines.size(),
                    pipelines.stream().mapToLong(one -> one.stages().count()).sum(),
                    pipelines.stream().mapToInt(GeneratedPipeline::members).sum(),
                    Duration.between(begin, Instant.now()).toSeconds());
            assertThat(failed).isEmpty();
            assertThat(plane.liveInstances()).isEmpty();
        }
    }

    /** Commands that run those again that differ from the model. */
    private static List<String> failed(TestControlPlane plane, List<GeneratedPipeline> pipelines)
            throws Exception {
        List<String> failed = new ArrayList<>();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(Integer.getInteger("beside", 4))) {
            List<Future<List<String>>> runs =
                    pipelines.stream().map(one -> executor.submit(() -> run(plane, one))).toList();
            for (int i = 0; i < runs.size(); i++) {
                if (!runs.get(i).get().isEmpty()) {
                    failed.add(REPRODUCE.formatted(pipelines.get(i).seed()));
                }
            }
        }
        failed.forEach(command -> System.out.println("reproduce: " + command));
        return failed;
    }

    private static List<String> run(TestControlPlane plane, GeneratedPipeline pipeline) {
        Instant begin = Instant.now();
        List<String> violations = new ArrayList<>();
        String observed = "";
        try {
            GeneratedPipelineRun run = GeneratedPipelineRun.submit(plane, pipeline);
            violations.addAll(run.violations());
            observed = run.toString();
        } catch (RuntimeException | AssertionError e) {
            violations.add("" + e);
        }
        String took = "%d s".formatted(Duration.between(begin, Instant.now()).toSeconds());
        if (violations.isEmpty()) {
            System.out.printf("seed %d: agrees after %s%n", pipeline.seed(), took);
        } else {
            System.out.printf(
                    "seed %d: DIFFERS after %s%n  %s%n%s%s%n",
                    pipeline.seed(),
                    took,
                    String.join("\n  ", violations),
                    pipeline.xml(),
                    observed);
        }
        return violations;
    }
}
