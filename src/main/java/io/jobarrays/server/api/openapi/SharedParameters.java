package io.jobarrays.server.api.openapi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions and schemas of parameters that mean the same on every route. Resources read them as
 * text, because a value that is refused needs its sentence.
 */
final class SharedParameters {
    private record Shared(String description, Schema schema) {}

    private static final List<Object> MEMBER_STATES =
            List.of(
                    "planned",
                    "pending",
                    "running",
                    "stopping",
                    "stopped",
                    "shutting-down",
                    "terminated",
                    "handed-over");

    private static final Map<String, Shared> SHARED =
            Map.ofEntries(
                    shared(
                            "selector",
                            "Name or id of an array, one member (compute-3), members"
                                    + " (compute[0-4,7]), or id of an instance.",
                            text().examples(List.of("compute"))),
                    shared("index", "Index of the member.", integer(0, 9999)),
                    shared(
                            "id",
                            "Number of the execution.",
                            OASFactory.createSchema().addType(SchemaType.INTEGER).format("int64")),
                    shared("stage", "Id of the stage.", text()),
                    shared("name", "Name of the definition.", text()),
                    shared("sha256", "SHA-256 of the bundle.", text().pattern("^[0-9a-f]{64}$")),
                    shared("state", "State of the members.", text().enumeration(MEMBER_STATES)),
                    shared("region", "AWS region.", text().examples(List.of("us-east-1"))),
                    shared("limit", "Entries of a page.", integer(1, 1000).defaultValue(1000)),
                    shared("cursor", "Position of a page, from the Link header.", text()),
                    shared(
                            "plan",
                            "true: the answer is the plan, a PlanView, and nothing is launched.",
                            flag()),
                    shared("dryRun", "true: checked, and nothing is stored.", flag()),
                    shared(
                            "format",
                            "Form of the graph; absent: by Accept.",
                            text().enumeration(List.of("text", "json", "dot", "mermaid", "svg"))),
                    shared("expanded", "true: with each stage as its five steps.", flag()),
                    shared(
                            "If-Match",
                            "ETag that the newest version must have, or nothing is changed.",
                            text().examples(List.of("\"v2\""))),
                    shared("version", "Version; absent: the newest.", integer(1, null)));

    private SharedParameters() {}

    /** Leaves a parameter alone that its resource describes. */
    static void describe(Parameter parameter) {
        String name = parameter.getName();
        if (name != null && SHARED.containsKey(name) && parameter.getDescription() == null) {
            Shared shared = SHARED.get(name);
            parameter.description(shared.description()).schema(shared.schema());
        }
    }

    private static Map.Entry<String, Shared> shared(
            String name, String description, Schema schema) {
        return Map.entry(name, new Shared(description, schema));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    private static Schema flag() {
        return OASFactory.createSchema().addType(SchemaType.BOOLEAN).defaultValue(false);
    }

    private static Schema integer(int least, @Nullable Integer most) {
        Schema schema =
                OASFactory.createSchema()
                        .addType(SchemaType.INTEGER)
                        .format("int32")
                        .minimum(BigDecimal.valueOf(least));
        return most == null ? schema : schema.maximum(BigDecimal.valueOf(most));
    }
}
