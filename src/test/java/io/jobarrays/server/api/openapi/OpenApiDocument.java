package io.jobarrays.server.api.openapi;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An OpenAPI document as the server publishes it. */
record OpenApiDocument(JsonNode json) {
    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "patch", "delete", "head");

    /** One operation with its method and path. */
    record Operation(String method, String path, JsonNode json) {
        @Override
        public String toString() {
            return method + " " + path;
        }

        String id() {
            return json.path("operationId").asText();
        }

        List<String> statuses() {
            return names(json.path("responses")).toList();
        }
    }

    static OpenApiDocument read(String path) {
        try {
            return new OpenApiDocument(
                    new ObjectMapper()
                            .readTree(
                                    given().queryParam("format", "json")
                                            .get(path)
                                            .then()
                                            .statusCode(200)
                                            .extract()
                                            .asByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Operation> operations() {
        JsonNode paths = json.path("paths");
        return names(paths)
                .flatMap(
                        path ->
                                names(paths.get(path))
                                        .filter(METHODS::contains)
                                        .map(
                                                method ->
                                                        new Operation(
                                                                method,
                                                                path,
                                                                paths.get(path).get(method))))
                .toList();
    }

    JsonNode schema(String name) {
        return json.path("components").path("schemas").path(name);
    }

    Set<String> properties(String schema) {
        return new TreeSet<>(names(schema(schema).path("properties")).toList());
    }

    /** Target of {@code $ref}, or the node itself. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? json.at(node.get("$ref").asText().substring(1)) : node;
    }

    static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }
}
