package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.TextValidator;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Checks variables that a user sets in the environment of programs on members. */
public final class EnvironmentVariables {
    private static final int MAX_VARIABLES = 1_000;

    /** A quarter of what Linux passes with a stack of 8 MiB, execve(2); PATH and ours need room. */
    private static final int MAX_BYTES = 512 << 10;

    private EnvironmentVariables() {}

    /**
     * @throws Refusal when a name or a value cannot be passed on as it is, or when they are too
     *     many
     */
    public static void require(Map<String, String> variables) {
        int bytes = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String text = variable.getKey() + "=" + variable.getValue();
            requireValue(variable.getKey(), variable.getValue(), text);
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
        if (variables.size() > MAX_VARIABLES) {
            throw new Refusal(
                    "env: %d variables; at most %d are taken, put them into a file of --files"
                            .formatted(variables.size(), MAX_VARIABLES));
        }
        if (bytes > MAX_BYTES) {
            throw new Refusal(
                    "env: the variables have %d bytes together; at most %d are taken, put them into a file of --files"
                            .formatted(bytes, MAX_BYTES));
        }
        variables.keySet().forEach(EnvironmentVariables::requireName);
    }

    private static void requireValue(String name, String value, String text) {
        String subject = "env: \"%s\"".formatted(name);
        TextValidator.requireCharacters("env: a name", name);
        TextValidator.requireCharacters(subject, value);
        // The kernel counts NAME=value as one argument.
        TextValidator.requireArgument(subject, text, "put it into a file of --files");
    }

    private static void requireName(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}") || name.startsWith("JOB_ARRAY_")) {
            throw new Refusal(
                    ("env: \"%s\" cannot be set; use letters, digits and _, and not JOB_ARRAY_…")
                            .formatted(name));
        }
    }
}
