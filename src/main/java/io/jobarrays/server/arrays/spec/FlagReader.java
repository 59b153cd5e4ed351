package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.globs.CollectGlobs;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reader of launch flags; a bad value throws {@link Refusal} with the flag's name. */
final class FlagReader {
    static final String ENV_PREFIX = "env.";

    static final Set<String> NAMES =
            Set.of(
                    "count",
                    IndexesFlag.NAME,
                    "job-array-name",
                    "name",
                    "instance-names",
                    "command",
                    "user-data",
                    "instance-type",
                    "region",
                    "az",
                    "ami",
                    "ttl",
                    "idle-timeout",
                    "idle-cpu",
                    "on-idle",
                    "hibernate",
                    "spot",
                    "spot-max-price",
                    "spot-fallback",
                    "dns",
                    "no-dns",
                    "key-name",
                    "security-group",
                    "subnet",
                    "iam-instance-profile",
                    "barrier",
                    "barrier-timeout",
                    "queue-timeout",
                    "min-viable",
                    "retries",
                    "retry-on",
                    "retry-delay",
                    "array-retries",
                    "on-complete",
                    "on-complete-delay",
                    "on-failure",
                    "on-member-failure",
                    "success",
                    "on-success",
                    "max-failed-indexes",
                    "max-concurrent",
                    IndexesFlag.REUSE,
                    "on-interrupt",
                    "run-as",
                    SweepFlag.NAME,
                    TimeLimitFlags.TIMEOUT,
                    TimeLimitFlags.SIGNAL,
                    "workdir",
                    "slots",
                    "no-aliases",
                    "split-output",
                    "tty",
                    "files",
                    "collect",
                    "collect-limit",
                    CheckpointFlags.GLOBS,
                    CheckpointFlags.INTERVAL,
                    "collect-to",
                    "require-outputs",
                    "inputs",
                    "after",
                    MachinesFlag.NAME,
                    "notify",
                    "notify-format",
                    "notify-cost");

    private final Map<String, String> texts;

    FlagReader(Map<String, String> texts) {
        this.texts = texts;
        texts.keySet().forEach(FlagReader::checkName);
    }

    static void checkName(String name) {
        if (!NAMES.contains(name) && !name.startsWith(ENV_PREFIX)) {
            throw new Refusal(
                    "\"%s\" is not a launch flag; did you mean %s?".formatted(name, nearest(name)));
        }
    }

    /** The flag with the smallest edit distance. */
    static String nearest(String name) {
        return NAMES.stream()
                .min(Comparator.comparingInt((String known) -> distance(name, known)))
                .orElseThrow();
    }

    @Nullable String text(String name) {
        String text = texts.get(name);
        if (text != null && text.isBlank()) {
            throw new Refusal("%s: empty; give it a value or leave it out".formatted(name));
        }
        return text;
    }

    boolean has(String name) {
        return texts.containsKey(name);
    }

    String text(String name, String defaultValue) {
        String text = text(name);
        return text == null ? defaultValue : text;
    }

    boolean flag(String name) {
        return switch (text(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new Refusal(
                            "%s: \"%s\" is neither true nor false"
                                    .formatted(name, texts.get(name)));
        };
    }

    int number(String name, int defaultValue, int min, int max) {
        String text = text(name);
        if (text == null) {
            return defaultValue;
        }
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new Refusal(
                "%s: \"%s\" is not a whole number from %d to %d".formatted(name, text, min, max));
    }

    @Nullable Duration duration(String name) {
        String text = text(name);
        return text == null ? null : Durations.parse(name, text);
    }

    List<String> words(String name) {
        String text = text(name);
        return text == null ? List.of() : List.of(text.strip().split("[\\s,]+"));
    }

    /** Globs, each checked. */
    List<String> globs(String name) {
        String text = text(name);
        List<String> globs = text == null ? List.of() : GlobList.split(text);
        CollectGlobs.parse(globs);
        return globs;
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        texts.forEach(
                (name, value) -> {
                    if (name.startsWith(ENV_PREFIX)) {
                        environment.put(name.substring(ENV_PREFIX.length()), value);
                    }
                });
        EnvironmentVariables.require(environment);
        return environment;
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
