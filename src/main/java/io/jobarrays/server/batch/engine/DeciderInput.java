package io.jobarrays.server.batch.engine;

import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.JsonText;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What deciders are told, from the execution's row: the engine carries no text of a user. */
@ApplicationScoped
class DeciderInput {
    private final JsonText json;

    DeciderInput(JsonText json) {
        this.json = json;
    }

    String property(long execution, String decision, String name) {
        Map<String, Map<String, String>> all = json.deep(row(execution).decisions);
        return all.getOrDefault(decision, Map.of()).getOrDefault(name, "");
    }

    String parameter(long execution, String name) {
        return json.flat(row(execution).parameters).getOrDefault(name, "");
    }

    private static Execution row(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Execution.<Execution>findByIdOptional(execution).orElseThrow());
    }
}
