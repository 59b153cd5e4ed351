package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What comes along with a job when it is run.
 *
 * @param known false while a definition is stored: its parameters come at the start
 * @param bundle SHA-256 of its files
 * @param file a file of the bundle as text
 * @param preflight refuses what the cloud would not take
 */
public record Submission(
        Map<String, String> parameters,
        boolean known,
        Optional<String> bundle,
        Function<String, Optional<String>> file,
        Consumer<ArraySpec> preflight) {

    private static final int MOST_BYTES = 2048;

    /** A definition on its own: what parameters and files will be is not known yet. */
    public static Submission later() {
        return new Submission(
                Map.of(), false, Optional.empty(), name -> Optional.empty(), spec -> {});
    }

    public static Submission of(
            Map<String, String> parameters,
            Optional<String> bundle,
            Function<String, Optional<String>> file,
            Consumer<ArraySpec> preflight) {
        int bytes = 0;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            bytes += bytes(parameter.getKey()) + bytes(parameter.getValue());
            refuseControls(parameter.getKey(), parameter.getKey());
            refuseControls(parameter.getKey(), parameter.getValue());
        }
        if (bytes > MOST_BYTES) {
            throw new Refusal(
                    "parameters: names and values have %d bytes together; at most %d are taken"
                            .formatted(bytes, MOST_BYTES));
        }
        return new Submission(Map.copyOf(parameters), true, bundle, file, preflight);
    }

    private static void refuseControls(String name, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    "parameter %s: control characters, line breaks among them, are not taken"
                            .formatted(QuotedText.of(name)));
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
