package io.jobarrays.server.auth;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.ProgressEvent;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CallerFilterTest {
    private static final String LAUNCH =
            """
            {"job_array_name": "simulated-caller", "count": 2, "command": "true", "ttl": "2h"}
            """;

    @Inject EventRows events;
    @Inject Executions executions;
    @Inject SimulatedPhases phases;
    @Inject StateDirectory state;

    @Test
    void eventsNameTheTokenAndTheAddressOfWhoAsked() throws IOException {
        phases.hold("simulated-caller");
        String id =
                authorized()
                        .contentType(ContentType.JSON)
                        .body(LAUNCH)
                        .post("/api/v1/arrays")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("job_array_id");
        authorized()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/arrays/" + id + "/terminate")
                .then()
                .statusCode(200);

        List<ProgressEvent> all = events.ofArray(id, 0);

        assertThat(asked(all))
                .containsExactly(
                        "simulated-caller: launch of 2 was asked for",
                        "simulated-caller: terminate all was asked for");
    }

    @Test
    void eventsOfAnExecutionNameWhoAsked() {
        byte[] job = ChainFixture.job("asked", ChainFixture.stage("simulated-asked", 1));
        int id =
                authorized()
                        .contentType(ContentType.XML)
                        .body(job)
                        .post("/api/v1/executions")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);

        List<ProgressEvent> all = events.ofExecution(id, 0);

        assertThat(asked(all)).containsExactly("asked: run was asked for");
        assertThat(all)
                .as("what the control plane did by itself")
                .anyMatch(
                        event -> event.token() == null && event.text().equals("asked: COMPLETED"));
    }

    private List<String> asked(List<ProgressEvent> all) {
        return all.stream()
                .filter(event -> event.token() != null)
                .peek(event -> assertThat(event.token()).isEqualTo(tokenId()))
                .peek(event -> assertThat(event.address()).isEqualTo("127.0.0.1"))
                .map(ProgressEvent::text)
                .toList();
    }

    private String tokenId() {
        try {
            return Sha256.of(Files.readString(state.path("token")).strip()).substring(0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
