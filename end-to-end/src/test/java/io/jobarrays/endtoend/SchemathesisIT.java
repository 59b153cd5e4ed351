package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Calls made from the OpenAPI document by Schemathesis: no answer is a fault of the server or
 * outside the document. {@code -Dexamples=100 -Dseconds=1200} for each operation and in all.
 */
class SchemathesisIT {
    private static final Path CONFIG =
            TestControlPlane.ROOT.resolve("end-to-end/src/test/resources/schemathesis.toml");

    private static final String CHECKS =
            String.join(
                    ",",
                    List.of(
                            "not_a_server_error",
                            "status_code_conformance",
                            "content_type_conformance",
                            "response_schema_conformance",
                            "response_headers_conformance",
                            "ignored_auth"));

    private static final String PIPELINE =
            """
            <job id="documented" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="first" next="second">
                <properties>
                  <property name="count" value="2"/>
                  <property name="command" value="echo begun"/>
                </properties>
                <batchlet ref="array"/>
              </step>
              <step id="second">
                <properties><property name="command" value="exit 3"/></properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    @Test
    void answersAsTheDocumentSays() throws Exception {
        RequiredTools.require("schemathesis");
        int seconds = Integer.getInteger("seconds", 60);
        try (TestControlPlane plane =
                TestControlPlane.inScaleMode(Map.of("SPAWN_DEFAULT_INSTANCE_TYPE", "scale.nano"))) {
            // Launches of up to 10,000 are in the document.
            new TestCloud(plane).limitCapacity("scale.nano", 20);
            runExamples(plane);

            Map<String, String> env = plane.env();
            ProgramRun run =
                    ProgramRun.of(
                            List.of(
                                    "schemathesis",
                                    "--config-file",
                                    CONFIG.toString(),
                                    "run",
                                    env.get("SPAWN_URL") + "/q/openapi?format=json",
                                    "--url",
                                    env.get("SPAWN_URL"),
                                    "--header",
                                    "Authorization:Bearer " + env.get("SPAWN_TOKEN"),
                                    "--checks",
                                    CHECKS,
                                    "--phases",
                                    "examples,coverage,fuzzing",
                                    "--max-examples",
                                    "" + Integer.getInteger("examples", 5),
                                    "--max-time",
                                    "" + seconds,
                                    "--request-timeout",
                                    "30",
                                    "--generation-database",
                                    "none",
                                    "--continue-on-failure",
                                    "--warnings",
                                    "off"),
                            env,
                            Duration.ofSeconds(seconds + 120L));

            System.out.println(run.out().substring(Math.max(0, run.out().length() - 4000)));
            assertThat(run.exit()).as(run.toString()).isZero();
        }
    }

    /** Examples of the document name them: an array, executions 1 and 2. */
    private static void runExamples(TestControlPlane plane) {
        String id = plane.api().submit(PIPELINE, Map.of());
        plane.run(
                "launch",
                "--count",
                "2",
                "--job-array-name",
                "compute",
                "--command",
                "echo begun",
                "--on-complete",
                "terminate",
                "--wait");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(
                        () ->
                                plane.api()
                                        .json("/executions/" + id)
                                        .path("state")
                                        .asText()
                                        .equals("FAILED"));
    }
}
