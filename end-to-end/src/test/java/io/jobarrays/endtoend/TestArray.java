package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Array of a test, launched and terminated through {@code spawn}, read through the REST API. */
record TestArray(TestControlPlane plane, String name) implements AutoCloseable {

    static TestArray launch(TestControlPlane plane, String name, int count, String... flags) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "launch",
                                "--count",
                                "" + count,
                                "--job-array-name",
                                name,
                                "--ttl",
                                "1h"));
        command.addAll(List.of(flags));
        plane.run(command.toArray(String[]::new));
        return new TestArray(plane, name);
    }

    JsonNode view() {
        return plane.api().json("/arrays/" + name);
    }

    List<JsonNode> members() {
        List<JsonNode> members = new ArrayList<>();
        view().path("members").forEach(members::add);
        return members;
    }

    JsonNode member(int index) {
        return view().path("members").get(index);
    }

    String instance(int index) {
        return member(index).path("instance_id").asText();
    }

    List<String> fieldOfEachMember(String field) {
        return members().stream().map(m -> m.path(field).asText()).toList();
    }

    String log(int index) {
        return plane.api().text("/arrays/%s/logs/%d".formatted(name, index)).orElse("");
    }

    /** Output of a command on one member. */
    String runOn(int index, String command) {
        return plane.run("connect", name + "-" + index, "--", command).out();
    }

    void until(Duration limit, Predicate<TestArray> condition) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> condition.test(this));
    }

    void untilEach(Duration limit, String field, String value) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(fieldOfEachMember(field)).containsOnly(value));
    }

    void untilStarted(int index, String word) {
        until(TestControlPlane.CONDITION_TIMEOUT, it -> it.log(index).contains(word));
    }

    @Override
    public void close() {
        plane.spawn("terminate", name, "--yes");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> plane.api().json("/arrays?name=" + name).isEmpty());
    }
}
