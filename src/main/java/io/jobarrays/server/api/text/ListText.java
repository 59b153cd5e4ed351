package io.jobarrays.server.api.text;

import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text of {@code spawn list}, grouped by array. */
public final class ListText {
    private static final Set<String> ENDED_STATES = Set.of("shutting-down", "terminated");

    private ListText() {}

    public static String of(List<ArrayView> views) {
        List<ArrayView> arrays = views.stream().filter(view -> view.jobArrayId() != null).toList();
        List<ArrayView> alone = views.stream().filter(view -> view.jobArrayId() == null).toList();
        if (views.isEmpty()) {
            return "No instances.\n";
        }
        String grouped =
                arrays.stream()
                        .map(ListText::array)
                        .collect(Collectors.joining("\n", "Job Arrays:\n\n", ""));
        if (alone.isEmpty()) {
            return grouped;
        }
        return (arrays.isEmpty() ? "" : grouped + "\n") + standalone(alone);
    }

    /** {@code compute (8 instances, 7 running, 1 pending)}, without indent and newline. */
    static String title(ArrayView array) {
        return "%s (%s, %s)"
                .formatted(array.name(), Counts.instances(array.size()), Counts.states(array));
    }

    private static String array(ArrayView array) {
        Columns members = new Columns();
        for (MemberView member : array.members()) {
            member(members, "[%d] %s".formatted(member.index(), member.name()), member);
        }
        return "  %s\n  Array ID: %s\n%s"
                .formatted(title(array), array.jobArrayId(), members.text("    "));
    }

    private static String standalone(List<ArrayView> alone) {
        Columns instances = new Columns();
        for (ArrayView one : alone) {
            one.members().forEach(member -> member(instances, member.name(), member));
        }
        return "Standalone Instances:\n" + instances.text("  ");
    }

    private static void member(Columns columns, String name, MemberView member) {
        columns.row(
                name,
                member.instanceId(),
                member.instanceType(),
                Counts.state(member),
                member.az(),
                address(member));
    }

    /** Null for an instance that ends: EC2 may assign its address to another one. */
    static @Nullable String address(MemberView member) {
        if (ENDED_STATES.contains(member.state())) {
            return null;
        }
        return member.publicIp() == null ? member.privateIp() : member.publicIp();
    }
}
