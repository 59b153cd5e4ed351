package io.jobarrays.server.api.idempotency;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.ExecutionFilter;
import io.jobarrays.server.state.Vault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code Idempotency-Key} on every POST, against the running server. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IdempotencyTest {
    private static final String EXECUTIONS = "/api/v1/executions";
    static final String ARRAYS = "/api/v1/arrays";

    @TestHTTPResource URI server = URI.create("unset");
    @Inject Executions executions;
    @Inject SimulatedPhases phases;
    @Inject IdempotencyRows rows;
    @Inject IdempotentCalls calls;
    @Inject Vault vault;

    private final String key = UUID.randomUUID().toString();

    @Test
    void answersRepeatWithTheFirstAnswer() {
        String spec = spec("simulated-repeat").replace("true", "login --password=hunter2hunter2");

        Response first = launch(key, spec);
        Response second = launch(key, spec);

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.contentType()).isEqualTo(first.contentType());
        for (String header : List.of("Location", "Spawn-Warning", "Vary")) {
            assertThat(second.header(header)).as(header).isNotBlank();
            assertThat(second.header(header)).as(header).isEqualTo(first.header(header));
        }
    }

    @Test
    void carriesOutEachCallWithoutAKey() {
        byte[] job = job("keyless", "simulated-keyless");

        submit(authorized(), job).then().statusCode(201);
        submit(authorized(), job).then().statusCode(201);

        assertThat(executions.list(ExecutionFilter.ofDefinition("keyless"), 0, 10)).hasSize(2);
    }

    @Test
    void refusesTheKeyOfAnotherCall() {
        launch(key, spec("simulated-other")).then().statusCode(202);

        launch(key, spec("simulated-another"))
                .then()
                .statusCode(422)
                .body("code", equalTo("SPAWN-KEY-REUSED"));
        keyed(key)
                .body(spec("simulated-other"))
                .post(ARRAYS + "?plan=true")
                .then()
                .statusCode(422)
                .body("code", equalTo("SPAWN-KEY-REUSED"));
        keyed(key)
                .body(spec("simulated-other"))
                .post(EXECUTIONS)
                .then()
                .statusCode(422)
                .body("code", equalTo("SPAWN-KEY-REUSED"));
    }

    @Test
    void freesTheKeyOfARefusedCall() {
        launch(key, "{\"count\": \"many\"}").then().statusCode(422);

        launch(key, spec("simulated-freed")).then().statusCode(202);
    }

    @Test
    void keepsTheKeyOfARefusalThatWrote() {
        phases.hold("simulated-taken");
        launch(UUID.randomUUID().toString(), spec("simulated-taken")).then().statusCode(202);
        launch(key, spec("simulated-taken")).then().statusCode(409);
        phases.releaseHeld("simulated-taken");

        launch(key, spec("simulated-taken"))
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("SPAWN-NAME-TAKEN"));
    }

    @Test
    void refusesAKeyInUse() {
        String spec = spec("simulated-in-use");
        assertThat(calls.begin(key, hash(ARRAYS, spec))).isTrue();

        launch(key, spec)
                .then()
                .statusCode(409)
                .body("code", equalTo("SPAWN-KEY-IN-USE"))
                .body("detail", containsString("is in progress"));
    }

    @Test
    void refusesAKeyThatACrashCutOff() {
        String spec = spec("simulated-crashed");
        assertThat(rows.take(key, hash(ARRAYS, spec))).isTrue();

        launch(key, spec)
                .then()
                .statusCode(409)
                .body("code", equalTo("SPAWN-KEY-IN-USE"))
                .body("detail", containsString("may have taken effect; check spawn list"));
    }

    @Test
    void refusesAKeyWithASpace() {
        launch("a b", spec("simulated-spaced"))
                .then()
                .statusCode(422)
                .body("detail", containsString("Idempotency-Key: write 1 to 255"));
    }

    @Test
    void refusesABodyAboveItsLimitAndFreesTheKey() {
        submit(keyed(key), new byte[(1 << 20) + 1])
                .then()
                .statusCode(413)
                .body("detail", equalTo("job XML may be 1 MiB; this is more"));

        assertThat(rows.find(key)).isEmpty();
    }

    @Test
    void submitsOnceForConcurrentCallsWithOneKey() throws Exception {
        byte[] job = job("concurrent", "simulated-concurrent");
        Callable<Integer> call = () -> submit(keyed(key), job).statusCode();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = clients.invokeAll(List.of(call, call, call, call));
            assertThat(answers)
                    .as("a call that comes after the first has ended gets its answer again")
                    .extracting(IdempotencyTest::result)
                    .contains(201)
                    .isSubsetOf(201, 409);
        }

        assertThat(executions.list(ExecutionFilter.ofDefinition("concurrent"), 0, 10)).hasSize(1);
    }

    @Test
    void submitsOnceWhenCutOffAfterTheCommit() {
        byte[] job = job("cut-off", "simulated-cut-off");

        submit(keyed(key).header(FailureAfterWork.HEADER, "true"), job).then().statusCode(500);

        assertThat(executions.list(ExecutionFilter.ofDefinition("cut-off"), 0, 10)).hasSize(1);
        submit(keyed(key), job)
                .then()
                .statusCode(409)
                .body("code", equalTo("SPAWN-KEY-IN-USE"))
                .body("detail", containsString("may have taken effect; check spawn list"));
        assertThat(executions.list(ExecutionFilter.ofDefinition("cut-off"), 0, 10)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void answersEveryPostFromItsKey(PostRoutes.Route route) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String key = UUID.randomUUID().toString();
        assertThat(rows.take(key, calls.hash(server.resolve(route.path()), body))).isTrue();
        rows.store(key, new StoredAnswer(299, null, "text/plain", "{}", vault.seal("stored")));

        authorized()
                .header(IdempotencyFilter.HEADER, key)
                .contentType(route.consumes())
                .body(body)
                .post(route.path())
                .then()
                .statusCode(299)
                .body(equalTo("stored"));
    }

    static Stream<PostRoutes.Route> routes() {
        return PostRoutes.all().stream();
    }

    static String spec(String name) {
        return "{\"job_array_name\": \"%s\", \"count\": 2, \"command\": \"true\", \"ttl\": \"2h\"}"
                .formatted(name);
    }

    private static byte[] job(String id, String stage) {
        return ChainFixture.job(id, ChainFixture.stage(stage, 1));
    }

    static RequestSpecification keyed(String key) {
        return authorized().header(IdempotencyFilter.HEADER, key).contentType(ContentType.JSON);
    }

    static Response launch(String key, String spec) {
        return keyed(key).body(spec).post(ARRAYS);
    }

    private static Response submit(RequestSpecification request, byte[] job) {
        return request.contentType(ContentType.XML).body(job).post(EXECUTIONS);
    }

    private String hash(String path, String body) {
        return calls.hash(server.resolve(path), body.getBytes(StandardCharsets.UTF_8));
    }

    private static int result(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
