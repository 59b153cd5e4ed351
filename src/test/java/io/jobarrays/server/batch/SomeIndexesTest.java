package io.jobarrays.server.batch;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.CreatedArray;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Arrays of which some indexes are launched. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SomeIndexesTest {
    @Inject Executions executions;
    @Inject ArrayLaunches launches;
    @Inject JobArrays arrays;
    @Inject SimulatedPhases phases;

    @Test
    void onlyTheNamedIndexesHaveMembers() {
        phases.hold("simulated-some");
        String id =
                authorized()
                        .contentType(ContentType.JSON)
                        .body(
                                """
                                {"job_array_name": "simulated-some", "count": 8,
                                 "indexes": "[1,4-5]", "command": "true"}
                                """)
                        .post("/api/v1/arrays")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("job_array_id");

        authorized()
                .get("/api/v1/arrays/" + id)
                .then()
                .statusCode(200)
                .body("size", equalTo(8))
                .body("indexes", equalTo("1,4-5"))
                .body("members.index", contains(1, 4, 5))
                .body(
                        "members.name",
                        contains("simulated-some-1", "simulated-some-4", "simulated-some-5"));
        authorized()
                .get("/api/v1/arrays/" + id + "/members/0")
                .then()
                .statusCode(404)
                .body("detail", containsString("has no index 0; its indexes are [1,4-5]"));
        authorized()
                .contentType(ContentType.JSON)
                .body("{\"size\": 9}")
                .post("/api/v1/arrays/" + id + "/scale")
                .then()
                .statusCode(409)
                .body(
                        "detail",
                        containsString("it was launched with --indexes, and has [1,4-5] of 8"));
        phases.releaseHeld("simulated-some");
        ExecutionAwait.until(executions, arrays.executionOf(id), ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-some"))
                .containsExactly(
                        "simulated-some[1]#1", "simulated-some[4]#1", "simulated-some[5]#1");
    }

    @Test
    void theFirstOfThemHaveMachinesAtFirst() {
        phases.hold("simulated-turns");
        CreatedArray array =
                launches.launch(
                        ArraySpec.of(
                                Map.of(
                                        "job-array-name", "simulated-turns",
                                        "count", "8",
                                        "indexes", "3,6-7",
                                        "max-concurrent", "2",
                                        "command", "true")));

        assertThat(arrays.snapshot(array.id()).indexes(MemberSnapshot::isDeferred))
                .hasToString("[7]");

        phases.releaseHeld("simulated-turns");
        ExecutionAwait.until(executions, array.execution(), ExecutionState.COMPLETED);
    }

    @Test
    void theResultCountsThem() {
        phases.endFirstAttemptWith("simulated-part", 4, "EXIT_3");
        CreatedArray array =
                launches.launch(
                        ArraySpec.of(
                                Map.of(
                                        "job-array-name", "simulated-part",
                                        "count", "8",
                                        "indexes", "1,4-5",
                                        "command", "true")));

        ExecutionView ended =
                ExecutionAwait.until(executions, array.execution(), ExecutionState.FAILED);

        StageView stage = ended.stages().getFirst();
        assertThat(stage.exitStatus()).isEqualTo("FAILED_1_OF_3");
        assertThat(stage.size()).isEqualTo(3);
        assertThat(stage.failed()).isEqualTo("4");
    }

    @Test
    void aStageLaunchesThem() {
        ExecutionView submitted =
                executions.submit(
                        """
                        <job id="partial" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
                          <step id="simulated-stage">
                            <properties>
                              <property name="count" value="6"/>
                              <property name="indexes" value="0,5"/>
                              <property name="command" value="true"/>
                            </properties>
                            <batchlet ref="array"/>
                          </step>
                        </job>
                        """
                                .getBytes(StandardCharsets.UTF_8),
                        Map.of(),
                        null);

        ExecutionView ended =
                ExecutionAwait.until(executions, submitted.id(), ExecutionState.COMPLETED);

        assertThat(ended.stages().getFirst().exitStatus()).isEqualTo("ALL_OK");
        assertThat(ended.stages().getFirst().indexes()).isEqualTo("0,5");
        assertThat(phases.endedAttempts("simulated-stage"))
                .containsExactly("simulated-stage[0]#1", "simulated-stage[5]#1");
    }
}
