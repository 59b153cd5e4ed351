package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a test does to the cloud behind everybody's back: {@code /_local/…}. */
record TestCloud(TestControlPlane plane) {

    /** EC2 takes a spot instance back. */
    void interrupt(String instanceId, String after) {
        post(
                "instances/" + instanceId + "/interrupt",
                "{\"action\":\"terminate\",\"after\":\"%s\"}".formatted(after));
    }

    /** The instance reaches nobody any more, and nobody it. */
    void cutOff(String instanceId) {
        post("instances/" + instanceId + "/metadata", "{\"up\":false}");
        post("instances/" + instanceId + "/network", "{\"up\":false}");
    }

    /** Moves the cloud's clock, and with it the control plane's. */
    void advance(String span) {
        post("clock", "{\"advance\":\"%s\"}".formatted(span));
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
