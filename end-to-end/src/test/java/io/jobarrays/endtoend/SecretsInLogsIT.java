package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No log of the system has a value that a user passed, or a secret of the system, at any level. */
class SecretsInLogsIT {
    private static final String CANARY = "canary-5b1f";

    /** The most that a server of this build writes. */
    private static final Map<String, String> ALL_LEVELS = Map.of("QUARKUS_LOG_LEVEL", "DEBUG");

    private static final String JOB =
            """
            <job id="canaries" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="secret">
                <properties>
                  <property name="command" value="test -n &quot;$TOKEN&quot; || exit %1$s-job"/>
                  <property name="env.TOKEN" value="#{jobParameters['token']}"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """
                    .formatted(CANARY);

    @Test
    void noLogHasASecret() throws IOException {
        try (TestControlPlane plane = TestControlPlane.started(ALL_LEVELS)) {
            Path job = Files.writeString(plane.files("jobs").resolve("canaries.xml"), JOB);
            plane.run(
                    "launch",
                    "--job-array-name",
                    "canary",
                    "--env",
                    "PASSWORD=" + CANARY + "-env",
                    "--command",
                    "sleep 600 # " + CANARY + "-command");
            TestArray array = new TestArray(plane, "canary");
            array.runOn(0, "true " + CANARY + "-connect");
            plane.run("submit", "" + job, "--param", "token=" + CANARY + "-parameter");
            List<String> secrets = List.of(CANARY, secret(plane, "token"), secret(plane, "key"));

            List<Path> logs = logs(plane.state());

            assertThat(logs)
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .contains("server.log", "cloud.log");
            assertThat(text(plane.state().resolve("server.log"))).contains("DEBUG");
            String agentLog = array.runOn(0, "cat /var/log/spored.log");
            assertThat(agentLog).isNotBlank();
            assertThat(secrets).as("log of the agent").noneMatch(agentLog::contains);
            for (Path log : logs) {
                assertThat(secrets).as("" + log).noneMatch(text(log)::contains);
            }
        }
    }

    private static String secret(TestControlPlane plane, String file) {
        return text(plane.state().resolve(file)).strip();
    }

    private static List<Path> logs(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
