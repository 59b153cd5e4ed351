package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks a stage with the launch's {@code ArraySpec}. That stops at the first wrong value, so this
 * class removes the value and repeats the check until each wrong value has a finding.
 */
final class SpecCheck {
    private final Findings findings;
    private final Consumer<ArraySpec> preflight;

    SpecCheck(Findings findings, Consumer<ArraySpec> preflight) {
        this.findings = findings;
        this.preflight = preflight;
    }

    Optional<ArraySpec> check(
            Node.Stage stage, Map<String, Property> written, Map<String, String> flags) {
        Map<String, String> left = new HashMap<>(flags);
        boolean first = true;
        while (true) {
            try {
                ArraySpec spec = ArraySpec.of(left);
                preflight.accept(spec);
                return first ? Optional.of(spec) : Optional.empty();
            } catch (Refusal refusal) {
                Optional<Property> blamed = blamed(refusal.sentence(), written, left);
                if (blamed.isPresent()) {
                    findings.add(blamed.get().at(), refusal.sentence());
                    left.remove(blamed.get().name());
                } else {
                    if (first) {
                        findings.add(stage.at(), refusal.sentence());
                    }
                    return Optional.empty();
                }
                first = false;
            }
        }
    }

    /** Sentences begin with their flag: "count: …", "dns and no-dns: …". */
    private static Optional<Property> blamed(
            String sentence, Map<String, Property> written, Map<String, String> left) {
        int colon = sentence.indexOf(':');
        List<String> names =
                colon < 0 ? List.of() : List.of(sentence.substring(0, colon).split(" and ", -1));
        return left.keySet().stream()
                .sorted()
                .filter(name -> names.contains(name) || isVariable(name, names, sentence))
                .flatMap(name -> Optional.ofNullable(written.get(name)).stream())
                .findFirst();
    }

    private static boolean isVariable(String name, List<String> names, String sentence) {
        return names.contains("env")
                && name.startsWith("env.")
                && sentence.contains('"' + name.substring("env.".length()) + '"');
    }
}
