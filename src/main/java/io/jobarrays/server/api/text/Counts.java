package io.jobarrays.server.api.text;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts of members by state and phase, as text. */
final class Counts {
    private static final String PLANNED = "planned";
    private static final String NOT_LAUNCHED = "not launched";
    private static final List<String> STATE_ORDER =
            List.of(
                    "running",
                    "pending",
                    "stopping",
                    "stopped",
                    "shutting-down",
                    "terminated",
                    "handed-over",
                    PLANNED,
                    NOT_LAUNCHED);
    private static final List<String> PHASE_ORDER =
            List.of("planned", "launched", "arrived", "peers", "ended");

    private Counts() {}

    static String instances(int size) {
        return size == 1 ? "1 instance" : size + " instances";
    }

    /** EC2's state of the member's instance, or that it will not be launched. */
    static String state(MemberView member) {
        boolean never = member.state().equals(PLANNED) && member.exitStatus() != null;
        return never ? NOT_LAUNCHED : member.state();
    }

    /** {@code 7 running, 1 pending} */
    static String states(ArrayView array) {
        return text(
                STATE_ORDER,
                array.members().stream().collect(groupingBy(Counts::state, counting())));
    }

    /** {@code 2 barrier, 6 run} */
    static String phases(ArrayView array) {
        return phases(array.members().stream().collect(groupingBy(MemberView::phase, counting())));
    }

    static String phases(Map<String, ? extends Number> counts) {
        return text(PHASE_ORDER, counts);
    }

    /** Known names in their order, then the others by name; without zeros. */
    private static String text(List<String> order, Map<String, ? extends Number> counts) {
        Set<String> names = new LinkedHashSet<>(order);
        counts.keySet().stream().sorted().forEach(names::add);
        return names.stream()
                .filter(name -> number(counts, name) > 0)
                .map(name -> number(counts, name) + " " + name)
                .collect(joining(", "));
    }

    private static long number(Map<String, ? extends Number> counts, String name) {
        Number number = counts.get(name);
        return number == null ? 0 : number.longValue();
    }
}
