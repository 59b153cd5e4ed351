package io.jobarrays.server.api.executions;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ExecutionsResourceTest {
    @Inject Executions executions;

    @Test
    void filtersByAgeAndStateAndDefinition() {
        int old = (int) run("aged", "simulated-aged-a");
        int young = (int) run("aged", "simulated-aged-b");
        createdBefore(old, Duration.ofHours(3));

        list("definition=aged").body("id", contains(young, old));
        list("definition=aged&since=2h").body("id", contains(young));
        list("definition=aged&since=3h1m").body("id", contains(young, old));
        list("definition=aged&since=1d&state=COMPLETED").body("id", contains(young, old));
        list("definition=aged&since=1d&state=FAILED").body("id", empty());
        list("definition=other").body("id", empty());
    }

    @Test
    void refusesFilterThatIsNoDuration() {
        authorized()
                .get("/api/v1/executions?since=yesterday")
                .then()
                .statusCode(422)
                .body("detail", containsString("since: \"yesterday\" is not a duration; write"));
    }

    private static ValidatableResponse list(String query) {
        return authorized().get("/api/v1/executions?" + query).then().statusCode(200);
    }

    private long run(String job, String stage) {
        long id =
                executions
                        .submit(ChainFixture.job(job, ChainFixture.stage(stage, 1)), Map.of(), null)
                        .id();
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        return id;
    }

    private static void createdBefore(long id, Duration age) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Execution.update(
                                        "createdAt = ?1 where id = ?2",
                                        Instant.now().minus(age),
                                        id));
    }
}
