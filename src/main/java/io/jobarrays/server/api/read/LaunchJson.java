package io.jobarrays.server.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.GlobList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * JSON of {@code POST /arrays}: converts its snake_case fields to launch flags. {@link ArraySpec}
 * validates the values.
 */
public final class LaunchJson {
    private static final String ENV = "env";
    private static final Set<String> GLOBS = Set.of("collect", "checkpoint");
    private static final Set<String> LISTS =
            Set.of("collect", "checkpoint", "security_group", "inputs");

    private LaunchJson() {}

    public static Map<String, String> flags(ObjectNode spec) {
        Map<String, String> flags = new TreeMap<>();
        spec.properties()
                .forEach(
                        field -> {
                            String name = field.getKey();
                            JsonNode value = field.getValue();
                            if (name.equals(ENV)) {
                                environment(value, flags);
                            } else {
                                checkName(name);
                                put(flags, name, value);
                            }
                        });
        return flags;
    }

    private static void put(Map<String, String> flags, String name, JsonNode value) {
        if (!value.isNull()) {
            flags.put(kebab(name), value.isArray() ? words(name, value) : text(name, value));
        }
    }

    private static void checkName(String name) {
        String flag = kebab(name);
        if (name.equals(snake(flag)) && ArraySpec.FLAGS.contains(flag)) {
            return;
        }
        String nearest = snake(ArraySpec.nearestFlag(flag));
        if (!name.equals(snake(flag)) || ArraySpec.FLAGS.contains(flag)) {
            throw unknown(name, nearest);
        }
        try {
            ArraySpec.checkFlag(flag);
        } catch (Refusal refusal) {
            // A flag of a later version has a sentence that explains it.
            throw refusal.sentence().contains("did you mean") ? unknown(name, nearest) : refusal;
        }
    }

    private static Refusal unknown(String name, String nearest) {
        return new Refusal(
                "\"%s\" is not a field of a launch; did you mean %s?".formatted(name, nearest));
    }

    private static void environment(JsonNode value, Map<String, String> flags) {
        if (!value.isObject()) {
            throw new Refusal("env: write {\"NAME\": \"value\"}");
        }
        value.properties()
                .forEach(
                        variable ->
                                flags.put(
                                        ENV + "." + variable.getKey(),
                                        text(ENV + "." + variable.getKey(), variable.getValue())));
    }

    private static String words(String name, JsonNode value) {
        if (!LISTS.contains(name)) {
            throw new Refusal("%s: one value is needed, not a list".formatted(name));
        }
        List<String> words = new ArrayList<>();
        for (JsonNode one : (ArrayNode) value) {
            String word = text(name, one);
            if (GLOBS.contains(name) && !word.isBlank()) {
                words.add(GlobList.join(List.of(word)));
                continue;
            }
            if (word.isBlank() || word.matches("(?s).*[\\s,].*")) {
                throw new Refusal(
                        "%s: \"%s\" is empty or holds a space or comma".formatted(name, word));
            }
            words.add(word);
        }
        return String.join(" ", words);
    }

    private static String text(String name, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new Refusal("%s: a text, number or true/false is needed".formatted(name));
        }
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    /** {@code instanceType} and {@code instance_type} both become {@code instance-type}. */
    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }

    private static String snake(String flag) {
        return flag.replace('-', '_');
    }
}
