package io.jobarrays.server.agents.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.LaunchedMachine;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.state.Vault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AgentTokensTest {
    private static final String BUNDLE = "/agents/bundle";

    @Inject JobArrays arrays;
    @Inject EventRows events;
    @Inject Vault vault;
    @Inject AgentTokens tokens;
    private LaunchedMachine machine;
    private String token = "";

    @BeforeEach
    void launch() throws Exception {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true"));
        token = machine.token(new TestIdentitySigner());
    }

    @AfterEach
    void endArray() {
        machine.endArray();
    }

    @Test
    void acceptsTokenSignedByItsKey() {
        machine.call("GET", BUNDLE, token).get(BUNDLE).then().statusCode(404);
    }

    @Test
    void refusesCopiedToken() {
        given().header("Authorization", "Bearer " + token).get(BUNDLE).then().statusCode(401);
        given().header("Authorization", "Bearer " + token)
                .header("Spawn-Proof", new TestAgentKey().proof("GET", BUNDLE, token))
                .get(BUNDLE)
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer " + token)
                .header("Spawn-Proof", machine.key.proof("GET", "/agents/inputs/a/1", token))
                .get(BUNDLE)
                .then()
                .statusCode(401);

        assertThat(eventText()).containsOnlyOnce("as a copied one would");
    }

    @Test
    void renewsAndDeletesExpiredToken() {
        expire();
        machine.call("GET", BUNDLE, token).get(BUNDLE).then().statusCode(401);

        String next = machine.renew(machine.key).then().statusCode(200).extract().path("token");
        tokens.deleteExpired();

        machine.call("GET", BUNDLE, next).get(BUNDLE).then().statusCode(404);
        assertThat(tokenCount()).isEqualTo(1);
        assertThat(eventText()).doesNotContain("refused");
    }

    @Test
    void refusesRenewalByAnotherKey() {
        machine.renew(new TestAgentKey())
                .then()
                .statusCode(401)
                .body("detail", containsString("signature"));

        assertThat(eventText()).contains("with another key");
    }

    @Test
    void refusesForgedOrExpiredChallenge() {
        long old = Instant.now().minusSeconds(90).toEpochMilli();

        machine.renew(old + "." + "0".repeat(64), machine.key).then().statusCode(401);
        machine.renew(old + "." + vault.stamp("challenge " + old), machine.key)
                .then()
                .statusCode(401)
                .body("detail", containsString("another"));
    }

    @Test
    void refusesReplacedInstance() {
        machine.replace();

        machine.call("GET", BUNDLE, token).get(BUNDLE).then().statusCode(401);
        machine.renew(machine.key).then().statusCode(403).body("detail", containsString("newer"));

        assertThat(eventText()).containsOnlyOnce("a newer instance has its place");
    }

    @Test
    void refusesRenewalBeforeEnrolment() {
        LaunchedMachine other = LaunchedMachine.launch(arrays, Map.of("command", "true"));

        other.renew(other.key).then().statusCode(401);
        other.endArray();
    }

    private String eventText() {
        return events.ofArray(machine.arrayId, 0).toString();
    }

    private void expire() {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                AgentToken.update(
                                        "expiresAt = ?1 where instanceId = ?2",
                                        Instant.now().minusSeconds(1),
                                        machine.instanceId));
        tokens.forgetHolders();
    }

    private long tokenCount() {
        return QuarkusTransaction.requiringNew()
                .call(() -> AgentToken.count("instanceId", machine.instanceId));
    }
}
