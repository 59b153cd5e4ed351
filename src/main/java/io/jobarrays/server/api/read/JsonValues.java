package io.jobarrays.server.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.TextValidator;
import java.math.BigDecimal;
import java.util.Map;

/** Checks the texts and numbers of a request: JSON can write more than can be used. */
final class JsonValues {
    /** Above all numbers that a field takes; 1e60000000 would need 60 MB as text. */
    private static final int MAX_DIGITS = 100;

    private JsonValues() {}

    /**
     * @throws Refusal with the path of the field, {@code env.NAME}
     */
    static void check(JsonNode object) {
        check("", object);
    }

    private static void check(String path, JsonNode value) {
        if (value.isTextual()) {
            TextValidator.requireCharacters(path, value.textValue());
        } else if (value.isNumber()) {
            requireDigits(path, value.decimalValue());
        } else if (value.isArray()) {
            value.forEach(member -> check(path, member));
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                TextValidator.requireCharacters("a name of a field", field.getKey());
                check(
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                        field.getValue());
            }
        }
    }

    private static void requireDigits(String path, BigDecimal number) {
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw new Refusal(
                    "%s: a number of more than %d digits; no field takes one"
                            .formatted(path, MAX_DIGITS));
        }
    }
}
