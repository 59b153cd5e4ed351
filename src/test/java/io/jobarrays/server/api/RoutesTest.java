package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each route is reached: its 404 names the missing object, not a missing route. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "GET, arrays/unknown, unknown",
        "GET, arrays/unknown/launch, unknown",
        "GET, arrays/unknown/members, unknown",
        "GET, arrays/unknown/members/0, unknown",
        "GET, arrays/unknown/peers, unknown",
        "GET, arrays/unknown/events, unknown",
        "GET, arrays/unknown/logs/0, unknown",
        "GET, arrays/unknown/outputs, unknown",
        "GET, arrays/unknown/outputs/0, unknown",
        "GET, arrays/unknown/table, unknown",
        "POST, arrays/unknown/stop, unknown",
        "POST, arrays/unknown/start, unknown",
        "POST, arrays/unknown/hibernate, unknown",
        "POST, arrays/unknown/terminate, unknown",
        "POST, arrays/unknown/replace, unknown",
        "POST, instances/i-4711/terminate, i-4711",
        "POST, instances/i-4711/stop, i-4711",
        "POST, instances/i-4711/replace, i-4711",
        "GET, executions/4711, 4711",
        "GET, executions/4711/steps, 4711",
        "GET, executions/4711/steps/work/partitions, 4711",
        "GET, executions/4711/graph, 4711",
        "GET, executions/4711/events, 4711",
        "GET, executions/4711/outputs, 4711",
        "GET, executions/4711/outputs/stage/0, 4711",
        "GET, executions/4711/table, 4711",
        "POST, executions/4711/restart, 4711",
        "POST, executions/4711/stop, 4711",
        "POST, executions/4711/abandon, 4711",
        "DELETE, executions/4711, 4711",
        "GET, definitions/unknown, unknown",
        "DELETE, definitions/unknown, unknown",
        "GET, definitions/unknown/graph, unknown"
    })
    void namesTheMissingObjectOnEveryRoute(String method, String path, String missing) {
        authorized()
                .request(method, "/api/v1/" + path)
                .then()
                .statusCode(404)
                .body("detail", containsString("there is no "))
                .body("detail", containsString(missing))
                .body("detail", not(containsString("/api/v1")))
                .body("exit_code", equalTo(8));
    }
}
