package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.auth.AuthorizedRequests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that JSON, XML or an address can hold, and no program, table or machine. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class UnusableTextsTest {
    @ParameterizedTest
    @CsvSource({
        "arrays/a%00b, 404",
        "arrays/a%00b/logs/0, 404",
        "arrays/a%ff, 404",
        "arrays/compute/logs/%00, 404",
        "definitions/%00, 404",
        "executions/%00, 404",
        "executions/1/steps/%00/partitions, 404",
        "bundles/%00, 404",
        "connect/a%00b, 404",
        "executions?definition=%00, 422",
        "executions?definition=%ff, 422",
        "arrays?name=%00, 422"
    })
    void refusesAddressesWithNul(String path, int status) {
        authorized()
                .urlEncodingEnabled(false)
                .get("/api/v1/" + path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, '', 415",
        "Content-Type, json, 415",
        "Content-Type, a/b/c, 415",
        "Accept, '', 406",
        "Accept, 'text/plain, x/', 406"
    })
    void refusesHeadersWithoutMediaType(String header, String value, int status) throws Exception {
        String call =
                """
                POST /api/v1/executions?dryRun=true HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                %s: %s
                Content-Length: 6
                Connection: close

                <job/>"""
                        .formatted(AuthorizedRequests.token(), header, value);
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(call.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));

            assertThat(socket.getInputStream().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .startsWith("HTTP/1.1 " + status)
                    .contains("the header " + header + " of the call");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":\"a\\u0000\"}",
                "{\"env\":{\"A\":\"a\\u0000\"}}",
                "{\"env\":{\"A\":\"\\ud800\"}}",
                "{\"env\":{\"A\\u0000\":\"a\"}}",
                "{\"user_data\":\"a\\u0000\"}",
                "{\"instance_type\":\"a\\u0000\"}",
                "{\"instance_type\":\"a\\u0007\"}",
                "{\"collect\":[\"a\\u0000\"]}",
                "{\"ami\":\"a\\u0000\"}",
                "{\"count\":1e60000000}",
                "{\"retries\":-1E-60000000}",
                "{\"a\\u0000\":1}"
            })
    void refusesALaunch(String spec) {
        authorized()
                .contentType("application/json")
                .body(spec)
                .post("/api/v1/arrays")
                .then()
                .statusCode(422)
                .body("exit_code", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"definition\":\"a\\u0000\"}",
                "{\"definition\":\"a\",\"version\":1e60000000}",
                "{\"definition\":\"a\",\"parameters\":{\"x\":\"\\udfff\"}}"
            })
    void refusesAStart(String body) {
        authorized()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/executions")
                .then()
                .statusCode(422);
    }

    /** {@code {}} is one instance with all defaults; a lost body must not launch one. */
    @ParameterizedTest
    @ValueSource(strings = {"arrays", "executions"})
    void refusesALostBody(String path) {
        authorized()
                .contentType("application/json")
                .post("/api/v1/" + path)
                .then()
                .statusCode(400)
                .body("exit_code", equalTo(2));
    }

    @Test
    void refusesBytesThatAreNoJson() {
        authorized()
                .contentType("application/json")
                .body(new byte[] {0, 0, 0, '{', 0, 0, 0, 1, 99, 99, 99, 99})
                .post("/api/v1/arrays")
                .then()
                .statusCode(400);
    }

    @Test
    void refusesACommandThatIsTooLong() {
        String command = "x".repeat(200_000);

        authorized()
                .contentType("application/json")
                .body("{\"command\":\"%s\"}".formatted(command))
                .post("/api/v1/arrays")
                .then()
                .statusCode(422)
                .body("detail", containsString("command: 200000 bytes"))
                .body("detail", containsString("131071"));
        authorized()
                .contentType("application/xml")
                .body(job("command", command))
                .post("/api/v1/executions")
                .then()
                .statusCode(422)
                .body("errors[0].line", equalTo(4))
                .body("errors[0].message", containsString("command: 200000 bytes"));
        authorized()
                .contentType("application/xml")
                .body(job("env.BIG", command))
                .post("/api/v1/executions")
                .then()
                .statusCode(422)
                .body("errors[0].line", equalTo(4))
                .body("errors[0].message", containsString("env: \"BIG\""));
    }

    @Test
    void warnsThatALineBreakBecomesABlank() {
        authorized()
                .contentType("application/xml")
                .body(job("command", "echo one\n# a note\necho two"))
                .post("/api/v1/executions?dryRun=true")
                .then()
                .statusCode(200)
                .body("warnings", hasItem(containsString("line 4: command: line breaks")));
    }

    @Test
    void takesParametersAsLongAsTheyMayBe() {
        authorized()
                .urlEncodingEnabled(false)
                .contentType("application/xml")
                .body("<job/>")
                .post("/api/v1/executions?dryRun=true&param.x=" + "%C3%A9".repeat(1000))
                .then()
                .statusCode(422);
        authorized()
                .get("/api/v1/arrays/" + "a".repeat(20_000))
                .then()
                .statusCode(414)
                .body("exit_code", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"array_id\":\"a\",\"instance_id\":\"i-\\u0000\",\"challenge\":\"c\","
                        + "\"nonce\":\"n\",\"document\":\"d\",\"signature\":\"s\","
                        + "\"public_key\":\"k\"}"
            })
    void refusesIncompleteCallsOfAgents(String body) {
        for (String path : new String[] {"/agents/enrol", "/agents/token"}) {
            given().contentType("application/json")
                    .body(body.getBytes(StandardCharsets.UTF_8))
                    .post(path)
                    .then()
                    .statusCode(422)
                    .contentType("application/problem+json");
        }
    }

    private static String job(String property, String value) {
        String work =
                property.equals("command") ? "" : "<property name=\"command\" value=\"true\"/>";
        return """
                <job id="texts" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
                  <step id="one">
                    <properties>
                      <property name="%s" value="%s"/>%s
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </job>
                """
                .formatted(property, value, work);
    }
}
