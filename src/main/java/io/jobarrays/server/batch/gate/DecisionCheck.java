package io.jobarrays.server.batch.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a decision's properties, which are its decider's. */
final class DecisionCheck {
    private static final Map<String, Set<String>> NEEDED =
            Map.of(
                    "succeeded-share", Set.of("at-least"),
                    "parameter", Set.of("name"),
                    "exit-status", Set.of());

    private final Values values;
    private final Findings findings;

    DecisionCheck(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    Map<String, String> properties(Node.Decision decision) {
        Set<String> needed = NEEDED.getOrDefault(decision.decider(), Set.of());
        Map<String, String> read = new HashMap<>();
        for (Property property : decision.properties()) {
            if (!needed.contains(property.name())) {
                findings.add(
                        property.at(),
                        "%s: the decider %s has no such property"
                                .formatted(property.name(), decision.decider()));
            }
            Optional<String> value = values.of(property);
            value.ifPresent(text -> check(property, text));
            read.put(property.name(), value.orElse(""));
        }
        for (String name : needed) {
            if (!read.containsKey(name)) {
                findings.add(
                        decision.at(),
                        "decision %s: the decider %s needs the property %s"
                                .formatted(Quote.of(decision.id()), decision.decider(), name));
            }
        }
        return read;
    }

    private void check(Property property, String value) {
        if (property.name().equals("at-least") && !value.matches("([1-9]\\d?|100)%")) {
            findings.add(
                    property.at(),
                    "at-least: %s is no share; write 1%% to 100%%".formatted(Quote.of(value)));
        }
    }
}
