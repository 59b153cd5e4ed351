package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ProblemsTest {
    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/arrays",
                "/api/v1/nowhere",
                "/nowhere",
                "/",
                "/q/metrics",
                "/q/healthy",
                "/agents/../api/v1/arrays",
                "/agents/%2e%2e/api/v1/arrays",
                "/api/v1/arrays;x=/agents/",
                "//agents/../api/v1/arrays"
            })
    void refusesEveryPathWithoutToken(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .header("WWW-Authenticate", "Bearer realm=\"spawn\"")
                .body("status", equalTo(401))
                .body("code", equalTo("SPAWN-UNAUTHORIZED"))
                .body("exit_code", equalTo(7))
                .body("detail", containsString("needs a token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "bearer ", "Bearer", "Basic abc"})
    void refusesAWrongToken(String header) {
        given().header("Authorization", header)
                .get("/api/v1/arrays")
                .then()
                .statusCode(401)
                .contentType(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health",
                "/q/health/ready",
                "/q/health/live",
                "/q/openapi",
                "/q/openapi-agents"
            })
    void answersHealthAndOpenApiWithoutToken(String path) {
        given().get(path).then().statusCode(200);
    }

    @Test
    void answersAnUnknownPathWithAProblem() {
        authorized()
                .get("/api/v1/nowhere")
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("code", equalTo("SPAWN-NOT-FOUND"))
                .body("exit_code", equalTo(8))
                .body("detail", containsString("there is no /api/v1/nowhere here"));
    }

    @Test
    void answersAnUnsupportedMethodWithAProblem() {
        authorized()
                .delete("/api/v1/arrays")
                .then()
                .statusCode(405)
                .contentType(PROBLEM)
                .header("Allow", "GET, HEAD, OPTIONS, POST")
                .body("detail", containsString("/api/v1/arrays cannot be called with DELETE"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/arrays, 'GET, HEAD, OPTIONS, POST'",
        "/api/v1/arrays/compute%2F/launch, 'GET, HEAD, OPTIONS'",
        "/api/v1/arrays/compute/extend, 'OPTIONS, POST'",
        "/api/v1/executions/1, 'DELETE, GET, HEAD, OPTIONS'",
        "/api/v1/bundles/abc, 'HEAD, OPTIONS, PUT'",
        "/api/v1/orphans, 'GET, HEAD, OPTIONS'"
    })
    void answersOptionsWithTheMethodsOfThePath(String path, String methods) {
        authorized()
                .urlEncodingEnabled(false)
                .options(path)
                .then()
                .statusCode(204)
                .header("Allow", methods);
    }

    @Test
    void answersOptionsOfAnUnknownPathWithAProblem() {
        authorized().options("/api/v1/nothing").then().statusCode(404).contentType(PROBLEM);
    }

    @Test
    void answersAnUnsupportedMediaTypeWithAProblem() {
        authorized()
                .accept("image/png")
                .get("/api/v1/arrays")
                .then()
                .statusCode(406)
                .contentType(PROBLEM)
                .body("detail", containsString("image/png"));
    }

    @Test
    void answersAnUnknownArrayWithAProblem() {
        authorized()
                .get("/api/v1/arrays/unknown")
                .then()
                .statusCode(404)
                .body("detail", containsString("there is no array, member or instance \"unknown\""))
                .body("exit_code", equalTo(8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=runing",
                "name=No_Name",
                "id=compute",
                "region=mars",
                "limit=0",
                "limit=1001",
                "cursor=***",
                "nam=compute"
            })
    void refusesUnknownFiltersAndValues(String query) {
        authorized()
                .get("/api/v1/arrays?" + query)
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("code", equalTo("SPAWN-BAD-INPUT"))
                .body("exit_code", equalTo(2))
                .body("detail", not(containsString("Exception")));
    }

    @Test
    void answersAnEmptyList() {
        authorized()
                .get("/api/v1/arrays?name=unknown")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("size()", equalTo(0));
        authorized()
                .accept("text/plain")
                .get("/api/v1/arrays?name=unknown")
                .then()
                .statusCode(200)
                .contentType("text/plain;charset=UTF-8")
                .body(equalTo("No instances.\n"));
    }
}
