package io.jobarrays.server.agents.identity;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.TextValidator;
import org.jspecify.annotations.Nullable;

/** Checks the body of an agent's call, before its fields reach the database. */
final class RequiredTexts {
    private RequiredTexts() {}

    /**
     * @param body null when the call has none
     */
    static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new Refusal("the call has no body; /q/openapi-agents describes it");
        }
        return body;
    }

    static void check(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new Refusal("%s: missing; /q/openapi-agents describes it".formatted(field));
        }
        TextValidator.requireCharacters(field, text);
    }
}
