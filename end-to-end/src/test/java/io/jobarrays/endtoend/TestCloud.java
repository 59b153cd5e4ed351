package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Client of the local cloud's control API, {@code /_local/…}. */
record TestCloud(TestControlPlane plane) {

    /** Interrupts a spot instance. */
    void interrupt(String instanceId, String after) {
        post(
                "instances/" + instanceId + "/interrupt",
                "{\"action\":\"terminate\",\"after\":\"%s\"}".formatted(after));
    }

    /** Takes network and metadata from the instance. */
    void isolate(String instanceId) {
        post("instances/" + instanceId + "/metadata", "{\"up\":false}");
        setNetworkUp(instanceId, false);
    }

    /** Disconnects the instance from its network, or connects it again. */
    void setNetworkUp(String instanceId, boolean up) {
        post("instances/" + instanceId + "/network", "{\"up\":%s}".formatted(up));
    }

    /** Advances the clock of the cloud and of the control plane. */
    void advance(String span) {
        post("clock", "{\"advance\":\"%s\"}".formatted(span));
    }

    /** Limits the number of instances of a type, in all zones together. */
    void limitCapacity(String instanceType, int instances) {
        post(
                "capacity",
                "{\"instance_type\":\"%s\",\"instances\":%d}".formatted(instanceType, instances));
    }

    /** Limits the number of instances of a type in one zone. */
    void limitCapacity(String zone, String instanceType, int instances) {
        post(
                "capacity",
                "{\"zone\":\"%s\",\"instance_type\":\"%s\",\"instances\":%d}"
                        .formatted(zone, instanceType, instances));
    }

    /** Fault that other tests of the same cloud do not see, when its rule names a tag. */
    record Fault(TestCloud cloud, String id) implements AutoCloseable {
        /** How often it has struck. */
        int strikes() {
            try {
                for (JsonNode fault : new ObjectMapper().readTree(cloud.call("faults"))) {
                    if (fault.path("id").asText().equals(id)) {
                        return fault.path("strikes").asInt();
                    }
                }
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            throw new IllegalStateException("there is no fault " + id);
        }

        @Override
        public void close() {
            cloud.call("faults/" + id, "-X", "DELETE");
        }
    }

    /** Sets a fault until it is closed. */
    Fault setFault(String rule) {
        try {
            JsonNode set = new ObjectMapper().readTree(post("faults", rule));
            return new Fault(this, set.path("id").asText());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills the account's token buckets, as after a long pause. */
    void resetLimits() {
        post("limits/reset", "{}");
    }

    /** Sizes and refill of all token buckets, in AWS's own limits. */
    void multiplyLimits(int factor) {
        post("limits", "{\"factor\":%d}".formatted(factor));
    }

    void removeFaults() {
        call("faults", "-X", "DELETE");
    }

    /** What happened to all instances after the event of that number. */
    List<JsonNode> eventsAfter(long number) {
        try {
            List<JsonNode> events = new ArrayList<>();
            JsonNode page;
            do {
                long last = events.isEmpty() ? number : events.getLast().path("number").asLong();
                page = new ObjectMapper().readTree(call("events?after=" + last));
                page.forEach(events::add);
            } while (!page.isEmpty());
            return events;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON list of what happened to an instance. */
    String events(String instanceId) {
        return call("events?instance=" + instanceId);
    }

    /** Numbers of calls by operation and client, in JSON. */
    String calls() {
        return call("calls");
    }

    private String post(String path, String body) {
        return call(path, "-d", body);
    }

    private String call(String path, String... options) {
        JsonNode cloud = plane.stateFile("cloud/cloud.json");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-sS",
                                "--fail-with-body",
                                "--aws-sigv4",
                                "aws:amz:us-east-1:ec2",
                                "--user",
                                cloud.path("access_key_id").asText()
                                        + ":"
                                        + cloud.path("secret_access_key").asText(),
                                "-H",
                                "Content-Type: application/json",
                                cloud.path("endpoint").asText() + "/_local/" + path));
        command.addAll(List.of(options));
        ProgramRun run = ProgramRun.of(command, Map.of(), Duration.ofSeconds(30));
        assertThat(run.exit()).as(run.toString()).isZero();
        return run.out();
    }
}
