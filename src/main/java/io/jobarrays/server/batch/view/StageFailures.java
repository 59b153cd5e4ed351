package io.jobarrays.server.batch.view;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Members of a stage that failed, in the order of their indexes, and why. */
record StageFailures(List<MemberView> members) {
    /** Of members that have not failed. */
    private static final Set<String> NO_FAILURE =
            Set.of("EXIT_0", ExitReason.Plain.ENDED_BY_POLICY.toString());

    static StageFailures of(List<MemberView> members) {
        return new StageFailures(members.stream().filter(StageFailures::failed).toList());
    }

    static boolean failed(MemberView member) {
        return member.exitStatus() != null && !NO_FAILURE.contains(member.exitStatus());
    }

    /** {@code 3,17,40-63}; null for none. */
    @Nullable String ranges() {
        return members.isEmpty() ? null : indexes(members).ranges();
    }

    /** {@code [3,5] EXIT_7}: how the first of them ended, with all that ended so; null for none. */
    @Nullable String reason() {
        if (members.isEmpty()) {
            return null;
        }
        String end = end(members.getFirst());
        List<MemberView> same = members.stream().filter(member -> end(member).equals(end)).toList();
        return "%s %s".formatted(indexes(same), end);
    }

    private static String end(MemberView member) {
        String status = Objects.requireNonNull(member.exitStatus());
        return member.reason() == null ? status : status + ": " + member.reason();
    }

    private static IndexSet indexes(List<MemberView> members) {
        return IndexSet.of(members.stream().map(MemberView::index).toList());
    }
}
