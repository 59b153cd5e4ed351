package io.jobarrays.server.agents.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.LaunchedMachine;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.files.archives.OutputStore;
import io.jobarrays.server.files.archives.TarGzFixture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class OutputsUploadTest {
    private static final String PATH = "/agents/outputs";
    private static final String OFFSET = "Upload-Offset";

    @Inject JobArrays arrays;
    @Inject OutputStore outputs;
    private LaunchedMachine machine;
    private String token = "";

    @BeforeEach
    void launch() throws Exception {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true", "collect", "*"));
        token = machine.token(new TestIdentitySigner());
    }

    @AfterEach
    void endArray() {
        machine.endArray();
    }

    @Test
    void resumesInterruptedUploadOfLargeOutputs() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(14 << 20, ' ', 0x7f).forEach(c -> noise.append((char) c));
        byte[] archive = new TarGzFixture().file("out/noise", noise.toString()).bytes();
        assertThat(archive).hasSizeGreaterThan(11 << 20);

        findOffset(archive).statusCode(404);
        send(archive, 0, 5 << 20).statusCode(204).header(OFFSET, "" + (5 << 20));
        findOffset(archive).statusCode(200).header(OFFSET, "" + (5 << 20));
        send(archive, 7, 9).statusCode(409).header(OFFSET, "" + (5 << 20));
        send(archive, 5 << 20, archive.length).statusCode(201);
        findOffset(archive).statusCode(200).header(OFFSET, "" + archive.length);

        assertThat(outputs.of(machine.arrayId))
                .singleElement()
                .satisfies(output -> assertThat(output.files()).containsExactly("out/noise"));
    }

    @Test
    void refusesOutputsWithAnotherHash() {
        byte[] archive = new TarGzFixture().file("a", "b").bytes();
        String other = "0".repeat(64);

        send(other, 1, archive, 0, archive.length, archive.length).statusCode(422);

        assertThat(outputs.of(machine.arrayId)).isEmpty();
    }

    @Test
    void refusesOutputsAboveTheLimit() {
        send(Sha256.of("x"), 1, new byte[9], 0, 9, 300L << 20)
                .statusCode(413)
                .body("detail", containsString("256 MiB"));
    }

    @Test
    void refusesOutputsOfAnotherAttempt() {
        send(Sha256.of("x"), 2, new byte[9], 0, 9, 9)
                .statusCode(422)
                .body("detail", containsString("attempt 1"));
    }

    private ValidatableResponse findOffset(byte[] archive) {
        return machine.call("HEAD", PATH, token)
                .queryParam("sha256", Sha256.of(archive))
                .queryParam("attempt", 1)
                .head(PATH)
                .then();
    }

    private ValidatableResponse send(byte[] archive, int from, int to) {
        return send(Sha256.of(archive), 1, archive, from, to, archive.length);
    }

    private ValidatableResponse send(
            String sha256, int attempt, byte[] archive, int from, int to, long total) {
        return machine.call("PATCH", PATH, token)
                .queryParam("sha256", sha256)
                .queryParam("attempt", attempt)
                .header(OFFSET, from)
                .header("Upload-Length", total)
                .contentType("application/octet-stream")
                .body(Arrays.copyOfRange(archive, from, to))
                .patch(PATH)
                .then();
    }
}
