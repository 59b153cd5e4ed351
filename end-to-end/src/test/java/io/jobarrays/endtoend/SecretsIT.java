package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the user who started control plane and local cloud may call them. */
@ExtendWith(SharedControlPlane.class)
class SecretsIT {
    @ParameterizedTest
    @ValueSource(strings = {"arrays", "executions", "instances"})
    void serverRefusesCallsWithoutToken(String path, TestControlPlane plane) throws Exception {
        URI uri =
                URI.create(plane.stateFile("server.json").path("url").asText() + "/api/v1/" + path);

        int status = status(HttpRequest.newBuilder(uri).build());

        assertThat(status).isEqualTo(401);
    }

    @Test
    void localCloudRefusesCallsWithoutSignature(TestControlPlane plane) throws Exception {
        URI uri = URI.create(plane.stateFile("cloud/cloud.json").path("endpoint").asText());
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "Action=RunInstances&Version=2016-11-15&ImageId=ami-0abcdef1234567890&MinCount=1&MaxCount=1"))
                        .build();

        int status = status(request);

        assertThat(status).isBetween(401, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"token", "key", "server.json", "cloud/cloud.json", "cloud/identity.key"})
    void secretsAreReadableByTheirUserAlone(String file, TestControlPlane plane)
            throws IOException {
        Path secret = plane.state().resolve(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plane.state())))
                .isEqualTo("rwx------");
    }

    @Test
    void anotherUserCannotReadState(TestControlPlane plane) {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can act as another");

        ProgramRun run =
                plane.runProgram(
                        Map.of(),
                        "setpriv",
                        "--reuid=65534",
                        "--clear-groups",
                        "cat",
                        "" + plane.state().resolve("token"));

        assertThat(run.exit()).isNotZero();
        assertThat(run.out()).isEmpty();
    }

    private static int status(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
