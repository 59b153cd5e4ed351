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
 * Members with the same exit status and reason.
 *
 * @param indexes ranges: {@code 3,17,40-63}
 */
public record OutcomeGroup(String indexes, @Nullable String exitStatus, @Nullable String reason) {

    /** Groups of the members that {@code which} selects, in order of their first index. */
    public static List<OutcomeGroup> of(ArrayView array, Predicate<MemberView> which) {
        record Outcome(Optional<String> exitStatus, Optional<String> reason) {}
        Map<Outcome, List<Integer>> indexes = new LinkedHashMap<>();
        array.members().stream()
                .filter(which)
                .forEach(
                        member ->
                                indexes.computeIfAbsent(
                                                new Outcome(
                                                        Optional.ofNullable(member.exitStatus()),
                                                        Optional.ofNullable(member.reason())),
                                                outcome -> new ArrayList<>())
                                        .add(member.index()));
        return indexes.entrySet().stream()
                .map(
                        entry ->
                                new OutcomeGroup(
                                        IndexSet.of(entry.getValue()).ranges(),
                                        entry.getKey().exitStatus().orElse(null),
                                        entry.getKey().reason().orElse(null)))
                .toList();
    }

    /** Whether it has an exit status other than 0, or a reason. */
    public static boolean hasExplanation(MemberView member) {
        String exit = member.exitStatus();
        return (exit != null && !exit.equals("EXIT_0")) || member.reason() != null;
    }
}
