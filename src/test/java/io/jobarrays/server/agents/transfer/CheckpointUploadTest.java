package io.jobarrays.server.agents.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.LaunchedMachine;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.files.archives.TarGzFixture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CheckpointUploadTest {
    private static final String PATH = "/agents/checkpoint";
    private static final byte[] FIRST = new TarGzFixture().file("state", "1").bytes();
    private static final byte[] SECOND = new TarGzFixture().file("state", "two").bytes();

    @Inject JobArrays arrays;
    private LaunchedMachine machine;
    private String token = "";

    @BeforeEach
    void launch() throws Exception {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true", "checkpoint", "*"));
        token = machine.token(new TestIdentitySigner());
    }

    @AfterEach
    void endArray() {
        machine.endArray();
    }

    @Test
    void aReplacementFetchesTheNewestOne() throws Exception {
        fetch(machine, token)
                .then()
                .statusCode(404)
                .body("detail", containsString("has no checkpoint"));
        send(FIRST, 1, FIRST.length).statusCode(201);
        send(SECOND, 1, SECOND.length).statusCode(201);
        LaunchedMachine next = machine.replace();
        String nextToken = next.token(new TestIdentitySigner());

        byte[] fetched = fetch(next, nextToken).then().statusCode(200).extract().asByteArray();

        assertThat(fetched).isEqualTo(SECOND);
    }

    @Test
    void anUnfinishedUploadLeavesTheOneBefore() {
        send(FIRST, 1, FIRST.length).statusCode(201);

        send(SECOND, 1, 30).statusCode(204).header("Upload-Offset", "30");

        assertThat(fetch(machine, token).asByteArray()).isEqualTo(FIRST);
    }

    @Test
    void refusesAnotherAttemptAndMoreThanTheLimit() {
        send(FIRST, 2, FIRST.length).statusCode(422).body("detail", containsString("attempt 1"));
        machine.call("PATCH", PATH, token)
                .queryParam("sha256", Sha256.of(FIRST))
                .queryParam("attempt", 1)
                .header("Upload-Offset", 0)
                .header("Upload-Length", 300L << 20)
                .contentType("application/octet-stream")
                .body(FIRST)
                .patch(PATH)
                .then()
                .statusCode(413)
                .body("detail", containsString("a checkpoint of one member"));
    }

    private Response fetch(LaunchedMachine of, String with) {
        return of.call("GET", PATH, with).get(PATH);
    }

    private ValidatableResponse send(byte[] archive, int attempt, int bytes) {
        return machine.call("PATCH", PATH, token)
                .queryParam("sha256", Sha256.of(archive))
                .queryParam("attempt", attempt)
                .header("Upload-Offset", 0)
                .header("Upload-Length", archive.length)
                .contentType("application/octet-stream")
                .body(Arrays.copyOf(archive, bytes))
                .patch(PATH)
                .then();
    }
}
