package io.jobarrays.server.api.openapi;

import io.jobarrays.server.web.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Components of both documents for problems (RFC 9457): the schema, one response per status. */
final class ProblemResponses {
    private static final String SCHEMA = "Problem";

    private static final Map<Integer, String> DESCRIPTIONS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry(400, "The body is not what its media type says."),
                            Map.entry(401, "No token, or not a valid one."),
                            Map.entry(403, "Not allowed with this token."),
                            Map.entry(404, "Nothing of that name."),
                            Map.entry(406, "Not available in an accepted media type."),
                            Map.entry(409, "Wrong state, or the name is ambiguous or taken."),
                            Map.entry(412, "The newest version is not the one of If-Match."),
                            Map.entry(413, "The body is above its limit."),
                            Map.entry(415, "The media type of the body is not supported."),
                            Map.entry(422, "Understood and refused; nothing has happened."),
                            Map.entry(429, "AWS throttles calls, or too many failed."),
                            Map.entry(500, "Error of the control plane; its log has the details."),
                            Map.entry(502, "AWS refused or answered something unexpected."),
                            Map.entry(
                                    503,
                                    "AWS has no capacity or the quota is exhausted; or the database"
                                            + " does not answer, or the disk is full.")));

    private ProblemResponses() {}

    static void define(Components components) {
        components.addSchema(SCHEMA, problem());
        DESCRIPTIONS.forEach(
                (status, description) ->
                        components.addResponse(name(status), response(description)));
    }

    static APIResponse of(int status) {
        return OASFactory.createAPIResponse().ref(name(status));
    }

    private static String name(int status) {
        return SCHEMA + status;
    }

    private static APIResponse response(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(
                        OASFactory.createContent()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema().ref(SCHEMA))));
    }

    private static Schema problem() {
        return object().description("Problem document, RFC 9457.")
                .addProperty("type", text("about:blank"))
                .addProperty("title", text("Refused"))
                .addProperty("status", number().examples(List.of(422)))
                .addProperty(
                        "detail",
                        text("ttl: \"2x\" is not a duration; write 90m, 2h or 1h30m")
                                .description("One sentence for people."))
                .addProperty(
                        "code",
                        text("SPAWN-BAD-INPUT").description("Stable identifier for programs."))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(SchemaType.ARRAY)
                                .description("Findings in job XML or JSON; absent when none.")
                                .items(finding()))
                .addProperty(
                        "exit_code",
                        number().description("Exit code of the CLI.").examples(List.of(2)))
                .required(List.of("type", "title", "status", "detail", "code", "exit_code"));
    }

    private static Schema finding() {
        return object().addProperty("line", number().description("From 1."))
                .addProperty("column", number().description("From 1."))
                .addProperty("message", OASFactory.createSchema().addType(SchemaType.STRING))
                .required(List.of("line", "column", "message"));
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }

    private static Schema text(String example) {
        return OASFactory.createSchema().addType(SchemaType.STRING).examples(List.of(example));
    }

    private static Schema number() {
        return OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32");
    }
}
