package io.jobarrays.server.agents.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.StatementCount;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.LaunchedMachine;
import io.jobarrays.server.agents.TestAgent;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.problems.Refused;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of callers that have proved nothing: what is read of them, and what they may cost. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class UnauthenticatedCallsTest {
    /** With the buffers of the kernel. */
    private static final int MAX_TAKEN = 2 << 20;

    @Inject JobArrays arrays;
    @Inject EnrolResource enrolment;
    @Inject RenewResource renewal;
    @Inject Challenges challenges;
    @Inject FailedAttempts attempts;

    @TestHTTPResource("/agents/connection")
    URI address = URI.create("");

    private TestIdentitySigner identity;
    private LaunchedMachine machine;

    @BeforeEach
    void launch() throws Exception {
        identity = new TestIdentitySigner();
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true"));
    }

    @AfterEach
    void endArray() {
        machine.endArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /agents/enrol",
                "POST /agents/token",
                "PATCH /agents/outputs",
                "POST /agents/nothing",
                "POST /api/v1/arrays",
                "PUT /api/v1/bundles/%s",
                "POST /q/health",
                "POST /q/openapi"
            })
    void readsLittleOfABodyBeforeAuthentication(String call) throws IOException {
        String line = call.formatted("0".repeat(64)) + " HTTP/1.1\r\nHost: a\r\n";
        String type = "Content-Type: application/json\r\n";

        assertThat(bytesTaken(line + type + "Content-Length: 300000000\r\n\r\n", ""))
                .isLessThan(MAX_TAKEN);
        assertThat(bytesTaken(line + type + "Transfer-Encoding: chunked\r\n\r\n", "10000\r\n"))
                .isLessThan(MAX_TAKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/agents/enrol", "/agents/enrol/", "/agents/enrol;a", "/agents/%74oken//"})
    void refusesALargeBodyBeforeItComesInEachFormOfThePath(String path) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n";

        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void answersFailedAttemptsAboveTheLimitAndAdmitsTheMachineBesideThem() {
        assertLimited(() -> machine.json().body("{").post("/agents/enrol"), 400);
        assertLimited(() -> machine.json().body("{}").post("/agents/token"), 422);
        assertLimited(
                () ->
                        machine.json()
                                .header("Authorization", "Bearer guessed")
                                .get("/agents/bundle"),
                401);
        assertLimited(
                () ->
                        machine.json()
                                .header("Authorization", "Bearer guessed")
                                .get("/agents/archive/" + "0".repeat(64)),
                401);

        String token = machine.token(identity);
        machine.call("GET", "/agents/bundle", token).get("/agents/bundle").then().statusCode(404);
        machine.renew(machine.key, token).then().statusCode(200);
    }

    @Test
    void answersMadeUpNoncesAndTokensWithoutTheDatabase() {
        TestIdentitySigner.Document document = identity.document(machine.instanceId);
        assertNoStatement(
                () ->
                        enrolment.enrol(
                                new EnrolResource.Enrolment(
                                        machine.arrayId,
                                        1,
                                        machine.instanceId,
                                        "guessed",
                                        document.text(),
                                        document.signature(),
                                        machine.key.publicKey()),
                                machine.address));
        assertNoStatement(
                () ->
                        renewal.renew(
                                new RenewResource.Renewal(
                                        machine.instanceId, challenges.create(), "c2ln", "guessed"),
                                machine.address));
    }

    @Test
    void limitsAMachineThatFailsWithItsOwnSecretsOnly() {
        Map<String, Object> otherKey = Map.of("public_key", new TestAgentKey().publicKey());
        TestIdentitySigner.Document document = identity.document(machine.instanceId);
        machine.enrol(identity).then().statusCode(200);

        assertLimited(() -> machine.enrol(document, otherKey), 403);

        LaunchedMachine other = LaunchedMachine.launch(arrays, Map.of("command", "true"));
        other.enrol(identity).then().statusCode(200);
        other.endArray();
    }

    @Test
    void refusesHandshakesWithMadeUpTokensAboveTheLimit() {
        Supplier<Response> guess =
                () ->
                        machine.json()
                                .header("Authorization", "Bearer guessed")
                                .get("/agents/bundle");

        // The limit has room for another call every 50 ms.
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            assertLimited(guess, 401);
                            return handshake("guessed").equals("refused with 429");
                        });
    }

    private String handshake(String token) {
        Map<String, String> headers =
                Map.of(
                        "Authorization",
                        "Bearer " + token,
                        "Spawn-Proof",
                        "c2ln",
                        "X-Forwarded-For",
                        machine.address);
        try {
            TestAgent.connect(address, headers).close();
            return "connected";
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Repeats a call until its address is limited; before, it is answered with {@code status}. */
    private static void assertLimited(Supplier<Response> call, int status) {
        for (int i = 0; i < 200; i++) {
            Response response = call.get();
            if (response.statusCode() == 429) {
                assertThat(response.header("Retry-After")).isEqualTo("1");
                return;
            }
            assertThat(response.statusCode()).isEqualTo(status);
        }
        throw new AssertionError("no call was limited");
    }

    /** Above the limit, which has room for another call every 50 ms. */
    private void assertNoStatement(Runnable call) {
        long statements =
                StatementCount.leastOf(
                        5,
                        run -> {
                            int status;
                            do {
                                status = statusOf(() -> attempts.failed(machine.address));
                            } while (status != 429);
                            statusOf(call);
                        });

        assertThat(statements).isZero();
    }

    private static int statusOf(Runnable call) {
        try {
            call.run();
            return 200;
        } catch (Refused refused) {
            return refused.status();
        }
    }

    /** Bytes that are sent until the server closes the connection, with those in its buffers. */
    private long bytesTaken(String head, String chunk) throws IOException {
        String end = chunk.isEmpty() ? "" : "\r\n";
        byte[] piece = (chunk + " ".repeat(65_536) + end).getBytes(ISO_8859_1);
        long sent = 0;
        try (Socket socket = new Socket()) {
            socket.setSendBufferSize(piece.length);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            while (sent < 10L * MAX_TAKEN) {
                out.write(piece);
                sent += piece.length;
            }
        } catch (SocketException closed) {
            // As it should be.
        }
        return sent;
    }
}
