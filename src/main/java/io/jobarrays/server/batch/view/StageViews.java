package io.jobarrays.server.batch.view;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.IndexProgress;
import io.jobarrays.server.arrays.view.MemberNotes;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.batch.rows.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds views of stages from their rows and their arrays' views. */
@ApplicationScoped
class StageViews {
    private final SpecCodec codec;

    StageViews(SpecCodec codec) {
        this.codec = codec;
    }

    /** A view with the exit code of the stage's array, which tells why the stage failed. */
    record RenderedStage(StageView view, @Nullable Integer exitCode) {}

    /**
     * @param open whether its execution goes on
     */
    RenderedStage planned(Stage row, boolean open) {
        ArraySpec spec = codec.readSpec(row.flags);
        StageView view =
                new StageView(
                        row.id,
                        state(row, open),
                        row.exitStatus,
                        null,
                        spec.memberCount(),
                        spec.indexes().ranges(),
                        Map.of("planned", spec.memberCount()),
                        IndexProgress.planned(spec.memberCount()),
                        null,
                        row.reason,
                        null);
        return new RenderedStage(view, null);
    }

    /**
     * @param open whether its execution goes on
     */
    static RenderedStage begun(Stage row, boolean open, ArrayView array) {
        StageFailures failures = StageFailures.of(array.members());
        List<String> notes = MemberNotes.of(array.members());
        StageView view =
                new StageView(
                        row.id.equals(Stage.OF_LAUNCH) ? array.name() : row.id,
                        state(row, open),
                        row.exitStatus,
                        array.id(),
                        array.memberCount(),
                        array.indexes(),
                        counts(array.members()),
                        array.progress(),
                        failures.ranges(),
                        reason(row, array, failures),
                        notes.isEmpty() ? null : String.join("; ", notes));
        return new RenderedStage(view, array.exitCode());
    }

    private static @Nullable String reason(Stage row, ArrayView array, StageFailures failures) {
        if (row.reason != null) {
            return row.reason;
        }
        return array.reason() == null ? failures.reason() : array.reason();
    }

    static String state(Stage row, boolean open) {
        if (row.exitStatus != null) {
            return row.failed() ? "FAILED" : "COMPLETED";
        }
        if (row.arrayId == null) {
            return "PLANNED";
        }
        return open ? "STARTED" : "STOPPED";
    }

    private static Map<String, Integer> counts(List<MemberView> members) {
        Map<String, Integer> counts = new TreeMap<>();
        members.forEach(member -> counts.merge(member.phase(), 1, Integer::sum));
        return counts;
    }
}
