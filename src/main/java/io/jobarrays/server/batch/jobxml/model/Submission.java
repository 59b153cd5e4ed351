package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Parameters and files of one execution of a job.
 *
 * @param known false when a definition is stored: its parameters are given at the start
 * @param bundle SHA-256 of the bundle
 * @param file reads a file of the bundle as text
 * @param hasInputs whether the bundle has a file or directory {@code inputs}
 * @param preflight refuses a spec that EC2 would refuse
 */
public record Submission(
        Map<String, String> parameters,
        boolean known,
        Optional<String> bundle,
        Function<String, Optional<String>> file,
        BooleanSupplier hasInputs,
        Consumer<ArraySpec> preflight) {

    private static final int MAX_PARAMETER_BYTES = 2048;

    /** Submission of a definition whose parameters and files are not known yet. */
    public static Submission unknown() {
        return new Submission(
                Map.of(),
                false,
                Optional.empty(),
                name -> Optional.empty(),
                () -> false,
                spec -> {});
    }

    public static Submission of(
            Map<String, String> parameters,
            Optional<String> bundle,
            Function<String, Optional<String>> file,
            BooleanSupplier hasInputs,
            Consumer<ArraySpec> preflight) {
        int bytes = 0;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            bytes += bytes(parameter.getKey()) + bytes(parameter.getValue());
            refuseControls(parameter.getKey(), parameter.getKey());
            refuseControls(parameter.getKey(), parameter.getValue());
        }
        if (bytes > MAX_PARAMETER_BYTES) {
            throw new Refusal(
                    "parameters: names and values have %d bytes together; at most %d are taken"
                            .formatted(bytes, MAX_PARAMETER_BYTES));
        }
        return new Submission(Map.copyOf(parameters), true, bundle, file, hasInputs, preflight);
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
