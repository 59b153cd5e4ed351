package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.traces.EndedSpan;
import io.jobarrays.server.traces.ExecutionTraces;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Spans of an execution, its stages and their barriers, recorded when they end. */
@ApplicationScoped
class ExecutionSpans {
    private static final Set<String> ENDED_WELL = Set.of("all_ok", "up");

    private final ExecutionTraces traces;
    private final StageRows stages;
    private final ArrayOwners owners;
    private final Clock clock;

    ExecutionSpans(ExecutionTraces traces, StageRows stages, ArrayOwners owners, Clock clock) {
        this.traces = traces;
        this.stages = stages;
        this.owners = owners;
        this.clock = clock;
    }

    /**
     * The members of the array have enrolled, or those that have not are given up.
     *
     * @param begun begin of the step, which after a restart of the server has nothing to wait for
     */
    void barrierEnded(long execution, String array, Instant begun) {
        if (traces.areOff()) {
            return;
        }
        ArraySnapshot snapshot = owners.snapshot(array);
        if (!snapshot.any(member -> isAwaited(member, begun))) {
            return;
        }
        int enrolled = snapshot.count(MemberSnapshot::enrolled);
        traces.recordPart(
                execution,
                array,
                new EndedSpan(
                        "barrier",
                        lastLaunch(snapshot).orElse(begun),
                        clock.instant(),
                        ofArray(snapshot).put("spawn.members.enrolled", enrolled).build(),
                        enrolled < snapshot.minViable()
                                ? "%d of %d enrolled".formatted(enrolled, snapshot.memberCount())
                                : null));
    }

    /**
     * @param outcome {@code FAILED_1_OF_10}
     */
    void stageEnded(long execution, String array, String outcome) {
        if (traces.areOff()) {
            return;
        }
        Instant begun = owners.call(array, it -> it.row().createdAt);
        ArraySnapshot snapshot = owners.snapshot(array);
        boolean failed = !ENDED_WELL.contains(ArrayOutcome.label(outcome));
        traces.recordStage(
                execution,
                array,
                new EndedSpan(
                        "stage " + snapshot.spec().name().value(),
                        begun,
                        clock.instant(),
                        ofArray(snapshot).put("spawn.outcome", outcome).build(),
                        failed ? outcome : null));
    }

    /** Also its stages that were left without a result. */
    void executionEnded(Execution row) {
        if (traces.areOff()) {
            return;
        }
        long id = Objects.requireNonNull(row.id);
        for (Stage stage : stages.ofExecution(id)) {
            if (stage.arrayId != null && stage.exitStatus == null) {
                stageEnded(id, stage.arrayId, row.state.name());
            }
        }
        traces.recordExecution(
                id,
                new EndedSpan(
                        "execution " + Objects.requireNonNullElse(row.definition, "launch"),
                        row.createdAt,
                        Objects.requireNonNullElseGet(row.endedAt, clock::instant),
                        Attributes.builder()
                                .put("spawn.execution.id", id)
                                .put("spawn.execution.state", row.state.name())
                                .build(),
                        failure(row)));
    }

    private static boolean isAwaited(MemberSnapshot member, Instant begun) {
        MemberSnapshot.MemberInstance instance = member.instance();
        Instant enrolled = instance == null ? null : instance.enrolledAt();
        return enrolled == null || enrolled.isAfter(begun);
    }

    private static Optional<Instant> lastLaunch(ArraySnapshot array) {
        return array.members().stream()
                .flatMap(member -> Stream.ofNullable(member.instance()))
                .map(MemberSnapshot.MemberInstance::launchedAt)
                .max(Comparator.naturalOrder());
    }

    private static @Nullable String failure(Execution row) {
        return row.state == ExecutionState.COMPLETED
                ? null
                : Objects.requireNonNullElse(row.exitStatus, row.state.name());
    }

    private static AttributesBuilder ofArray(ArraySnapshot array) {
        return Attributes.builder()
                .put("spawn.job_array.id", array.id())
                .put("spawn.job_array.size", array.size());
    }
}
