package io.jobarrays.server.api.text;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Facts about machines, a row each with its indexes: {@code [0-3] busy: cpu 87 %}. */
final class MachineLifeText {
    private MachineLifeText() {}

    static String of(ArrayView array) {
        Map<String, List<Integer>> facts = new LinkedHashMap<>();
        for (MemberView member : array.members()) {
            for (String fact : facts(member)) {
                facts.computeIfAbsent(fact, f -> new ArrayList<>()).add(member.index());
            }
        }
        Columns columns = new Columns();
        facts.forEach((fact, indexes) -> columns.row(IndexSet.of(indexes), fact));
        return columns.text("  ");
    }

    private static List<String> facts(MemberView member) {
        MemberView.Life life = member.life();
        List<String> facts = new ArrayList<>();
        boolean runs = member.state().equals("running");
        if (life.ttlRemainingSeconds() != null) {
            facts.add(
                    "%s, %s of its TTL remain"
                            .formatted(
                                    life.power().toLowerCase(Locale.ROOT),
                                    span(Duration.ofSeconds(life.ttlRemainingSeconds()))));
        }
        if (life.interruptedAt() != null) {
            facts.add("EC2 takes it back at " + StatusText.seconds(life.interruptedAt()));
        }
        if (runs && life.busy() != null) {
            facts.add("busy: " + life.busy());
        }
        if (runs && life.idleSince() != null) {
            facts.add("idle since " + StatusText.seconds(life.idleSince()));
        }
        if (runs && !life.connected()) {
            switch (member.phase()) {
                case "launched" -> {}
                // It may not have connected yet: it enrols first.
                case "arrived" -> facts.add("its agent is not connected");
                default -> facts.add("its agent is away");
            }
        }
        return facts;
    }

    private static String span(Duration left) {
        return left.isPositive() ? Durations.format(left) : "0s";
    }
}
