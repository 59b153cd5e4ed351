package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
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
        post("instances/" + instanceId + "/network", "{\"up\":false}");
    }

    /** Advances the clock of the cloud and of the control plane. */
    void advance(String span) {
        post("clock", "{\"advance\":\"%s\"}".formatted(span));
    }

    /** Sets a fault; it stays set as long as the cloud runs. */
    void setFault(String rule) {
        post("faults", rule);
    }

    private void post(String path, String body) {
        JsonNode cloud = plane.stateFile("cloud/cloud.json");
        ProgramRun run =
                ProgramRun.of(
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
                                "-d",
                                body,
                                cloud.path("endpoint").asText() + "/_local/" + path),
                        Map.of(),
                        Duration.ofSeconds(30));
        assertThat(run.exit()).as(run.toString()).isZero();
    }
}
