package io.jobarrays.server.api.text;

import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.prices.OnDemandPrices;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text of {@code spawn list}, grouped by array. */
public final class ListText {
    private static final Set<String> ENDED_STATES =
            Set.of("shutting-down", "terminated", "handed-over");

    private ListText() {}

    public static String of(List<ArrayView> views) {
        return text(views, false);
    }

    /** With the on-demand price of each instance, and what the prices are. */
    public static String wide(List<ArrayView> views) {
        String text = text(views, true);
        return views.isEmpty()
                ? text
                : "%s\nPrices: USD an hour, %s.\n".formatted(text, OnDemandPrices.source());
    }

    private static String text(List<ArrayView> views, boolean wide) {
        List<ArrayView> arrays = views.stream().filter(view -> view.jobArrayId() != null).toList();
        List<ArrayView> alone = views.stream().filter(view -> view.jobArrayId() == null).toList();
        if (views.isEmpty()) {
            return "No instances.\n";
        }
        String grouped =
                arrays.stream()
                        .map(array -> array(array, wide))
                        .collect(Collectors.joining("\n", "Job Arrays:\n\n", ""));
        if (alone.isEmpty()) {
            return grouped;
        }
        return (arrays.isEmpty() ? "" : grouped + "\n") + standalone(alone, wide);
    }

    /** {@code compute (8 instances, 7 running, 1 pending)}, without indent and newline. */
    static String title(ArrayView array) {
        return "%s (%s, %s)"
                .formatted(
                        array.name(), Counts.instances(array.memberCount()), Counts.states(array));
    }

    private static String array(ArrayView array, boolean wide) {
        Columns members = new Columns();
        for (MemberView member : array.members()) {
            member(members, "[%d] %s".formatted(member.index(), member.name()), member, wide);
        }
        return "  %s\n  Array ID: %s\n%s"
                .formatted(title(array), array.jobArrayId(), members.text("    "));
    }

    private static String standalone(List<ArrayView> alone, boolean wide) {
        Columns instances = new Columns();
        for (ArrayView one : alone) {
            one.members().forEach(member -> member(instances, member.name(), member, wide));
        }
        return "Standalone Instances:\n" + instances.text("  ");
    }

    private static void member(Columns columns, String name, MemberView member, boolean wide) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(name);
        cells.add(member.instanceId());
        cells.add(member.instanceType());
        cells.add(Counts.state(member));
        cells.add(member.az());
        cells.add(address(member));
        if (wide) {
            cells.add(price(member));
            if (member.parameters() != null) {
                cells.add(ParametersCell.of(member));
            }
        }
        columns.row(cells.toArray());
    }

    /** Null for a type without a known price, and for a member that has no instance to pay. */
    private static @Nullable String price(MemberView member) {
        String type = member.instanceType();
        if (type == null || ENDED_STATES.contains(member.state())) {
            return null;
        }
        return OnDemandPrices.usdPerHour(type).map(OnDemandPrices::amount).orElse(null);
    }

    /** Null for an instance that ends: EC2 may assign its address to another one. */
    static @Nullable String address(MemberView member) {
        if (ENDED_STATES.contains(member.state())) {
            return null;
        }
        return member.publicIp() == null ? member.privateIp() : member.publicIp();
    }
}
