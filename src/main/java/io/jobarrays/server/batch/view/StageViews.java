package io.jobarrays.server.batch.view;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberNotes;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.batch.rows.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds views of stages from their rows and their arrays' views. */
@ApplicationScoped
class StageViews {
    /** Of members that have not failed. */
    private static final Set<String> NO_FAILURE =
            Set.of("EXIT_0", ExitReason.Plain.ENDED_BY_POLICY.toString());

    private final JobArrays arrays;
    private final SpecCodec codec;

    StageViews(JobArrays arrays, SpecCodec codec) {
        this.arrays = arrays;
        this.codec = codec;
    }

    /** A view with the exit code of the stage's array, which tells why the stage failed. */
    record RenderedStage(StageView view, @Nullable Integer exitCode) {}

    /**
     * @param open whether its execution goes on
     */
    RenderedStage of(Stage row, boolean open) {
        ArraySpec spec = codec.readSpec(row.flags);
        String id = row.id.equals(Stage.OF_LAUNCH) ? spec.name().value() : row.id;
        if (row.arrayId == null) {
            StageView view =
                    new StageView(
                            id,
                            state(row, open),
                            row.exitStatus,
                            null,
                            spec.count(),
                            Map.of("planned", spec.count()),
                            null,
                            row.reason,
                            null);
            return new RenderedStage(view, null);
        }
        ArrayView array = arrays.view(row.arrayId);
        List<String> notes = MemberNotes.of(array.members());
        StageView view =
                new StageView(
                        id,
                        state(row, open),
                        row.exitStatus,
                        row.arrayId,
                        array.size(),
                        counts(array.members()),
                        failed(array.members()),
                        row.reason == null ? reason(array) : row.reason,
                        notes.isEmpty() ? null : String.join("; ", notes));
        return new RenderedStage(view, array.exitCode());
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

    private static @Nullable String failed(List<MemberView> members) {
        IndexSet failed =
                IndexSet.of(
                        members.stream()
                                .filter(StageViews::failed)
                                .map(MemberView::index)
                                .toList());
        return failed.isEmpty() ? null : failed.ranges();
    }

    /** The array's reason, else that of the first failed member. */
    private static @Nullable String reason(ArrayView array) {
        return array.reason() != null
                ? array.reason()
                : array.members().stream()
                        .filter(StageViews::failed)
                        .findFirst()
                        .map(StageViews::text)
                        .orElse(null);
    }

    private static String text(MemberView member) {
        String end = "[%d] %s".formatted(member.index(), member.exitStatus());
        return member.reason() == null ? end : end + ": " + member.reason();
    }

    static boolean failed(MemberView member) {
        return member.exitStatus() != null && !NO_FAILURE.contains(member.exitStatus());
    }
}
