package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Execution of a pipeline that a test has submitted, read through the REST API. */
record TestPipeline(TestControlPlane plane, String id) {
    static TestPipeline submit(TestControlPlane plane, String xml) {
        return new TestPipeline(plane, plane.api().submit(xml, Map.of()));
    }

    /** A stage of scale mode. */
    static String stage(String id, String next, String... namesAndValues) {
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.append(
                    "<property name=\"%s\" value=\"%s\"/>"
                            .formatted(namesAndValues[i], namesAndValues[i + 1]));
        }
        return "<step id=\"%s\"%s><properties>%s</properties><batchlet ref=\"array\"/></step>"
                .formatted(id, next.isEmpty() ? "" : " next=\"" + next + "\"", properties);
    }

    static String job(String id, String... elements) {
        return "<job id=\"%s\" version=\"2.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\">%s</job>"
                .formatted(id, String.join("", elements));
    }

    void awaitState(String state) {
        await(() -> plane.api().json("/executions/" + id).path("state").asText().equals(state));
    }

    /** Waits until the attempt of the index has ended so. */
    void awaitEnd(String stage, int index, String exit) {
        await(() -> field(stage, index, "exit_status").equals(exit));
    }

    /** Waits until the work of the index has written the line to its log. */
    void awaitLine(String stage, int index, String line) {
        await(
                () ->
                        !array(stage).isEmpty()
                                && plane.api()
                                        .text("/arrays/%s/logs/%d".formatted(array(stage), index))
                                        .orElse("")
                                        .lines()
                                        .anyMatch(line::equals));
    }

    void awaitNoInstances() {
        await(
                () ->
                        stages().stream()
                                .flatMap(stage -> members(stage).stream())
                                .noneMatch(
                                        member ->
                                                List.of("pending", "running", "stopping", "stopped")
                                                        .contains(member.path("state").asText())));
    }

    private void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(TestControlPlane.CONDITION_TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition::getAsBoolean);
    }

    List<String> fieldOfEachMember(String stage, String field) {
        return members(stage).stream().map(member -> member.path(field).asText()).toList();
    }

    List<String> instances(String stage) {
        return fieldOfEachMember(stage, "instance_id");
    }

    List<JsonNode> members(String stage) {
        String array = array(stage);
        List<JsonNode> members = new ArrayList<>();
        if (!array.isEmpty()) {
            plane.api().json("/arrays/" + array).path("members").forEach(members::add);
        }
        return members;
    }

    private String field(String stage, int index, String field) {
        List<JsonNode> members = members(stage);
        return members.isEmpty() ? "" : members.get(index).path(field).asText();
    }

    /** Id of the array of the stage; empty before it began. */
    String array(String stage) {
        for (JsonNode one : plane.api().json("/executions/" + id).path("stages")) {
            if (one.path("id").asText().equals(stage)) {
                return one.path("array_id").asText("");
            }
        }
        return "";
    }

    private List<String> stages() {
        List<String> ids = new ArrayList<>();
        plane.api()
                .json("/executions/" + id)
                .path("stages")
                .forEach(stage -> ids.add(stage.path("id").asText()));
        return ids;
    }

    /** The texts of the events of the stage's array. */
    String events(String stage) {
        Map<String, String> env = plane.env();
        return plane.runProgram(
                        Map.of(),
                        "curl",
                        "-sNm2",
                        "-H",
                        "Authorization: Bearer " + env.get("SPAWN_TOKEN"),
                        env.get("SPAWN_URL") + "/api/v1/arrays/" + array(stage) + "/events")
                .out();
    }
}
