package io.jobarrays.server.api.openapi;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.api.openapi.OpenApiDocument.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The published documents describe the server's answers, and clients can be generated from them.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class OpenApiDocumentsTest {
    private static final String USERS = "/q/openapi";
    private static final String AGENTS = "/q/openapi-agents";

    /** Answers without a body. */
    private static final Set<String> EMPTY =
            Set.of("putBundle", "findBundle", "purgeExecution", "deleteDefinition");

    @Test
    void givesEveryOperationAUniqueId() {
        List<String> ids =
                OpenApiDocument.read(USERS).operations().stream().map(Operation::id).toList();

        assertThat(ids).allMatch(id -> id.matches("[a-z]+([A-Z][a-z]+)+")).doesNotHaveDuplicates();
    }

    @Test
    void requiresTokenForEveryOperation() {
        OpenApiDocument document = OpenApiDocument.read(USERS);

        assertThat(document.json().at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
        assertThat(document.operations())
                .allSatisfy(
                        operation ->
                                assertThat(operation.json().at("/security/0").has("token"))
                                        .as(operation.toString())
                                        .isTrue());
    }

    @Test
    void describesEverySuccessWithASchema() {
        OpenApiDocument document = OpenApiDocument.read(USERS);

        assertThat(document.operations())
                .filteredOn(operation -> !EMPTY.contains(operation.id()))
                .allSatisfy(
                        operation -> {
                            List<String> successes =
                                    operation.statuses().stream()
                                            .filter(status -> status.startsWith("2"))
                                            .toList();
                            assertThat(successes).as(operation.toString()).isNotEmpty();
                            for (String status : successes) {
                                JsonNode content =
                                        operation
                                                .json()
                                                .path("responses")
                                                .path(status)
                                                .path("content");
                                assertThat(content.size()).as(operation.toString()).isPositive();
                                assertThat(content.elements())
                                        .toIterable()
                                        .allMatch(type -> type.path("schema").size() > 0);
                            }
                        });
    }

    @Test
    void describesProblemsOfEveryOperation() {
        OpenApiDocument document = OpenApiDocument.read(USERS);

        for (Operation operation : document.operations()) {
            assertThat(operation.statuses()).as(operation.toString()).contains("401", "422", "500");
            operation.statuses().stream()
                    .filter(status -> status.compareTo("400") >= 0)
                    .forEach(
                            status ->
                                    assertThat(
                                                    document.resolve(
                                                                    operation
                                                                            .json()
                                                                            .path("responses")
                                                                            .path(status))
                                                            .at(
                                                                    "/content/application~1problem+json"
                                                                            + "/schema/$ref")
                                                            .asText())
                                            .as("%s of %s", status, operation)
                                            .isEqualTo("#/components/schemas/Problem"));
        }
    }

    @Test
    void describesIdempotencyKeyOfEveryPost() {
        assertThat(OpenApiDocument.read(USERS).operations())
                .filteredOn(operation -> operation.method().equals("post"))
                .isNotEmpty()
                .allSatisfy(
                        operation ->
                                assertThat(operation.json().path("parameters").toString())
                                        .as(operation.toString())
                                        .contains("Idempotency-Key"));
    }

    @Test
    void offersLinesForEveryPagedList() {
        assertThat(OpenApiDocument.read(USERS).operations())
                .filteredOn(it -> it.json().path("parameters").toString().contains("\"cursor\""))
                .hasSizeGreaterThan(4)
                .allSatisfy(
                        it ->
                                assertThat(it.json().at("/responses/200/content").fieldNames())
                                        .toIterable()
                                        .as(it.toString())
                                        .contains("application/x-ndjson"));
    }

    @Test
    void givesTheSchemaOfJsonToJsonOnly() {
        OpenApiDocument document = OpenApiDocument.read(USERS);

        for (String id : List.of("getDefinitionGraph", "getExecutionGraph")) {
            JsonNode content =
                    document.operations().stream()
                            .filter(operation -> operation.id().equals(id))
                            .map(operation -> operation.json().at("/responses/200/content"))
                            .findFirst()
                            .orElseThrow();

            assertThat(content.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "application/json",
                            "text/plain",
                            "text/vnd.graphviz",
                            "text/vnd.mermaid",
                            "image/svg+xml");
            assertThat(content.path("application/json").at("/schema/$ref").asText())
                    .isEqualTo("#/components/schemas/JobGraph");
            assertThat(content.path("image/svg+xml").at("/schema/type").asText())
                    .isEqualTo("string");
        }
    }

    @Test
    void describesConditionOfChanges() {
        assertThat(OpenApiDocument.read(USERS).operations())
                .filteredOn(operation -> operation.statuses().contains("412"))
                .extracting(Operation::id)
                .containsExactlyInAnyOrder("putDefinition", "deleteDefinition");
    }

    @Test
    void describesEveryRoute() {
        Set<String> users = routes(USERS);
        Set<String> agents = routes(AGENTS);

        assertThat(users).noneMatch(route -> route.contains("/agents"));
        assertThat(agents).isNotEmpty().allMatch(route -> route.contains(" /agents/"));
        users.addAll(agents);
        assertThat(users).isEqualTo(ResourceRoutes.all());
    }

    @Test
    void describesFieldsOfAnswers() {
        OpenApiDocument document = OpenApiDocument.read(USERS);

        JsonPath launched =
                authorized()
                        .contentType(ContentType.JSON)
                        .body(
                                """
                                {"job_array_name": "documented", "count": 2, "command": "true"}
                                """)
                        .post("/api/v1/arrays")
                        .then()
                        .statusCode(202)
                        .extract()
                        .jsonPath();
        String path = "/api/v1/arrays/" + launched.getString("id");

        assertDescribed(document, "LaunchedArray", launched, "$");
        assertDescribed(document, "ArrayView", get(path), "$");
        assertDescribed(document, "LaunchView", get(path + "/launch"), "$");
        assertDescribed(document, "MemberView", get(path + "/members"), "[0]");
        JsonPath execution = get("/api/v1/executions/" + launched.getLong("execution_id"));
        assertDescribed(document, "ExecutionView", execution, "$");
        assertDescribed(document, "StageView", execution, "stages[0]");
        assertDescribed(
                document,
                "PartitionView",
                get(
                        "/api/v1/executions/%d/steps/documented/partitions"
                                .formatted(launched.getLong("execution_id"))),
                "[0]");
        JsonPath results =
                authorized().post(path + "/terminate").then().statusCode(200).extract().jsonPath();
        assertDescribed(document, "MemberResult", results, "[0]");
    }

    @Test
    void describesFieldsOfProblem() {
        OpenApiDocument document = OpenApiDocument.read(USERS);

        JsonPath problem =
                authorized()
                        .contentType(ContentType.JSON)
                        .body("{\"count\": nope}")
                        .post("/api/v1/arrays")
                        .then()
                        .statusCode(400)
                        .extract()
                        .jsonPath();

        assertDescribed(document, "Problem", problem, "$");
    }

    private static Set<String> routes(String document) {
        return OpenApiDocument.read(document).operations().stream()
                .map(Operation::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonPath get(String path) {
        return authorized().get(path).then().statusCode(200).extract().jsonPath();
    }

    private static void assertDescribed(
            OpenApiDocument document, String schema, JsonPath answer, String where) {
        Map<String, Object> object = answer.getMap(where);

        assertThat(document.properties(schema))
                .as(schema)
                .isEqualTo(new TreeSet<>(object.keySet()));
        assertThat(document.schema(schema).path("required"))
                .as("required of %s", schema)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(object).containsKey(name.asText()));
    }
}
