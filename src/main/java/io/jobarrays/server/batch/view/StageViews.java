package io.jobarrays.server.batch.view;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.batch.rows.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds views of stages from their rows and their arrays' views. */
@ApplicationScoped
class StageViews {
    private static final String SUCCESS = "EXIT_0";

    private final JobArrays arrays;
    private final SpecCodec codec;

    StageViews(JobArrays arrays, SpecCodec codec) {
        this.arrays = arrays;
        this.codec = codec;
    }

    /** A view with the exit code of the stage's array, which tells why the stage failed. */
    record RenderedStage(StageView view, @Nullable Integer exitCode) {}

    RenderedStage of(Stage row) {
        ArraySpec spec = codec.readSpec(row.flags);
        String id = row.id.equals(Stage.OF_LAUNCH) ? spec.name().value() : row.id;
        if (row.arrayId == null) {
            StageView view =
                    new StageView(
                            id,
                            state(row),
                            row.exitStatus,
                            null,
                            spec.count(),
                            Map.of("planned", spec.count()),
                            null,
                            row.reason);
            return new RenderedStage(view, null);
        }
        ArrayView array = arrays.view(row.arrayId);
        StageView view =
                new StageView(
                        id,
                        state(row),
                        row.exitStatus,
                        row.arrayId,
                        array.size(),
                        counts(array.members()),
                        failed(array.members()),
                        row.reason == null ? reason(array) : row.reason);
        return new RenderedStage(view, array.exitCode());
    }

    private static String state(Stage row) {
        if (row.exitStatus != null) {
            return row.failed() ? "FAILED" : "COMPLETED";
        }
        return row.arrayId == null ? "PLANNED" : "STARTED";
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

    /** The array's reason, else that of the first failed member, else what others lack. */
    private static @Nullable String reason(ArrayView array) {
        return array.reason() != null
                ? array.reason()
                : array.members().stream()
                        .filter(StageViews::failed)
                        .findFirst()
                        .map(StageViews::text)
                        .orElseGet(() -> notes(array.members()));
    }

    /**
     * Reasons of indexes that succeeded, such as a missing output, each with its indexes; null for
     * none.
     */
    static @Nullable String notes(List<MemberView> members) {
        Map<String, List<Integer>> indexes = new LinkedHashMap<>();
        for (MemberView member : members) {
            if (SUCCESS.equals(member.exitStatus()) && member.reason() != null) {
                indexes.computeIfAbsent(member.reason(), reason -> new ArrayList<>())
                        .add(member.index());
            }
        }
        return indexes.isEmpty()
                ? null
                : indexes.entrySet().stream()
                        .map(note -> IndexSet.of(note.getValue()) + " " + note.getKey())
                        .collect(Collectors.joining("; "));
    }

    private static String text(MemberView member) {
        String end = "[%d] %s".formatted(member.index(), member.exitStatus());
        return member.reason() == null ? end : end + ": " + member.reason();
    }

    static boolean failed(MemberView member) {
        return member.exitStatus() != null && !member.exitStatus().equals(SUCCESS);
    }
}
