package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the properties of a decision, which belong to its decider. */
public final class DecisionCheck {
    private static final Map<String, Set<String>> REQUIRED_PROPERTIES =
            Map.of(
                    "succeeded-share", Set.of("at-least"),
                    "parameter", Set.of("name"),
                    "exit-status", Set.of());

    private final ExpressionResolver values;
    private final Findings findings;

    public DecisionCheck(ExpressionResolver values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    public Map<String, String> properties(Node.Decision decision) {
        Set<String> needed = REQUIRED_PROPERTIES.getOrDefault(decision.decider(), Set.of());
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
                                .formatted(QuotedText.of(decision.id()), decision.decider(), name));
            }
        }
        return read;
    }

    private void check(Property property, String value) {
        if (property.name().equals("at-least") && !value.matches("([1-9]\\d?|100)%")) {
            findings.add(
                    property.at(),
                    "at-least: %s is no share; write 1%% to 100%%".formatted(QuotedText.of(value)));
        }
    }
}
