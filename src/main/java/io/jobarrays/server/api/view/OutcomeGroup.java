package io.jobarrays.server.api.view;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Members of one fate, as people and programs see them.
 *
 * @param indexes ranges: {@code 3,17,40-63}
 */
public record OutcomeGroup(String indexes, @Nullable String exitStatus, @Nullable String reason) {

    /**
     * Those whose work did not end well, or never began, and why; in order of their first index.
     */
    public static List<OutcomeGroup> of(ArrayView array, Predicate<MemberView> which) {
        record End(Optional<String> exitStatus, Optional<String> reason) {}
        Map<End, List<Integer>> ends = new LinkedHashMap<>();
        array.members().stream()
                .filter(which)
                .forEach(
                        member ->
                                ends.computeIfAbsent(
                                                new End(
                                                        Optional.ofNullable(member.exitStatus()),
                                                        Optional.ofNullable(member.reason())),
                                                end -> new ArrayList<>())
                                        .add(member.index()));
        return ends.entrySet().stream()
                .map(
                        end ->
                                new OutcomeGroup(
                                        IndexSet.of(end.getValue()).ranges(),
                                        end.getKey().exitStatus().orElse(null),
                                        end.getKey().reason().orElse(null)))
                .toList();
    }

    /** Has something to explain: an end other than 0, or a reason. */
    public static boolean hasExplanation(MemberView member) {
        String exit = member.exitStatus();
        return (exit != null && !exit.equals("EXIT_0")) || member.reason() != null;
    }
}
