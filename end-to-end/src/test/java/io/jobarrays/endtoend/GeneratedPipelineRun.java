package io.jobarrays.endtoend;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** Execution of a generated pipeline, and what differs from the model at its end. */
final class GeneratedPipelineRun {
    private static final Duration END_LIMIT = Duration.ofMinutes(6);

    private static final List<String> ENDED = List.of("COMPLETED", "FAILED", "STOPPED");

    private final TestControlPlane plane;
    private final GeneratedPipeline pipeline;
    private final String id;
    private final List<String> violations = new ArrayList<>();

    private GeneratedPipelineRun(TestControlPlane plane, GeneratedPipeline pipeline, String id) {
        this.plane = plane;
        this.pipeline = pipeline;
        this.id = id;
    }

    static GeneratedPipelineRun submit(TestControlPlane plane, GeneratedPipeline pipeline) {
        return new GeneratedPipelineRun(
                plane, pipeline, plane.api().submit(pipeline.xml(), pipeline.parameters()));
    }

    List<String> violations() {
        awaitEnd();
        ObservedExecution observed = ObservedExecution.read(plane.api(), id);
        if (ENDED.contains(observed.state())) {
            violations.addAll(PipelineModel.violations(pipeline, observed));
            observed.stages().forEach(this::checkLogs);
        }
        return violations;
    }

    /** Of the execution, and of the instances of its arrays. */
    private void awaitEnd() {
        try {
            await().atMost(END_LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () ->
                                    ENDED.contains(
                                            plane.api()
                                                    .json("/executions/" + id)
                                                    .path("state")
                                                    .asText()));
            await().atMost(END_LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !ObservedExecution.read(plane.api(), id).hasLiveInstances());
        } catch (ConditionTimeoutException e) {
            violations.add("has not ended, or has live instances, after " + END_LIMIT);
        }
    }

    /** The work of an index has begun once for each attempt, and never without its edges. */
    private void checkLogs(String stage, ObservedExecution.Stage observed) {
        Optional<Map.Entry<Integer, ObservedExecution.Member>> succeeded =
                observed.members().entrySet().stream()
                        .filter(member -> member.getValue().hasSucceeded())
                        .reduce((earlier, later) -> later);
        succeeded.ifPresent(
                member -> checkLog(stage, observed, member.getKey(), member.getValue().attempt()));
        observed.members().entrySet().stream()
                .filter(member -> member.getValue().exitStatus().equals("NOT_STARTED"))
                .forEach(member -> checkLog(stage, observed, member.getKey(), 0));
    }

    private void checkLog(String stage, ObservedExecution.Stage observed, int index, int expected) {
        String log =
                plane.api()
                        .text("/arrays/%s/logs/%d".formatted(observed.arrayId(), index))
                        .orElse("");
        long begun = log.lines().filter(GeneratedStage.BEGUN::equals).count();
        // Work of a group may be stopped before it has begun.
        boolean group = pipeline.stage(stage).policy().barrier() && begun > 0;
        if (begun > expected || (begun < expected && !group)) {
            violations.add(
                    "stage %s: the work of index %d has begun %d times, expected %d"
                            .formatted(stage, index, begun, expected));
        }
    }

    @Override
    public String toString() {
        return "execution %s: %s".formatted(id, ObservedExecution.read(plane.api(), id));
    }
}
