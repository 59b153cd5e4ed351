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
        "GET, arrays/nobody, nobody",
        "GET, arrays/nobody/launch, nobody",
        "GET, arrays/nobody/members, nobody",
        "GET, arrays/nobody/members/0, nobody",
        "GET, arrays/nobody/peers, nobody",
        "GET, arrays/nobody/events, nobody",
        "GET, arrays/nobody/logs/0, nobody",
        "GET, arrays/nobody/outputs, nobody",
        "GET, arrays/nobody/outputs/0, nobody",
        "POST, arrays/nobody/stop, nobody",
        "POST, arrays/nobody/start, nobody",
        "POST, arrays/nobody/hibernate, nobody",
        "POST, arrays/nobody/terminate, nobody",
        "POST, arrays/nobody/replace, nobody",
        "POST, instances/i-4711/terminate, i-4711",
        "POST, instances/i-4711/stop, i-4711",
        "POST, instances/i-4711/replace, i-4711",
        "GET, executions/4711, 4711",
        "GET, executions/4711/steps, 4711",
        "GET, executions/4711/graph, 4711",
        "GET, executions/4711/events, 4711",
        "GET, executions/4711/outputs, 4711",
        "GET, executions/4711/outputs/stage/0, 4711",
        "POST, executions/4711/restart, 4711",
        "POST, executions/4711/stop, 4711",
        "POST, executions/4711/abandon, 4711",
        "DELETE, executions/4711, 4711",
        "GET, definitions/nobody, nobody",
        "GET, definitions/nobody/graph, nobody"
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
