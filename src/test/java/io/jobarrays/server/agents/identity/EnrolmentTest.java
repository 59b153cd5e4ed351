package io.jobarrays.server.agents.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.LaunchedMachine;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class EnrolmentTest {
    @Inject JobArrays arrays;
    @Inject EventRows events;
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

    @Test
    void enrolsLaunchedInstanceWithOneKeyOnly() {
        machine.enrol(identity)
                .then()
                .statusCode(200)
                .body("generation", equalTo(1), "expires_at", notNullValue());

        machine.enrol(identity).then().statusCode(200);
        machine.enrol(
                        identity.document(machine.instanceId),
                        Map.of("public_key", new TestAgentKey().publicKey()))
                .then()
                .statusCode(403)
                .body("detail", containsString("nonce"));
        assertThat(eventText()).contains("nonce is wrong or was used before");
    }

    @Test
    void refusesAnotherNonceAfterEnrolment() {
        machine.enrol(identity);

        machine.enrol(identity.document(machine.instanceId), Map.of("nonce", "guessed"))
                .then()
                .statusCode(403);
    }

    @Test
    void refusesKeyThatIsNotEd25519() {
        machine.enrol(identity.document(machine.instanceId), Map.of("public_key", "a2V5"))
                .then()
                .statusCode(422)
                .body("detail", containsString("Ed25519"));
    }

    @Test
    void enrolsAfterWrongNonce() {
        machine.enrol(identity.document(machine.instanceId), Map.of("nonce", "guessed"))
                .then()
                .statusCode(403);

        machine.enrol(identity).then().statusCode(200);
    }

    @Test
    void refusesForeignOrForgedIdentityDocument() {
        machine.enrol(identity.document(machine.instanceId, "111122223333"), Map.of())
                .then()
                .statusCode(403);
        assertThat(eventText())
                .contains("%s was refused".formatted(machine.instanceId), "document");
        machine.enrol(identity.document("i-0123456789abcdef0"), Map.of()).then().statusCode(403);
        TestIdentitySigner.Document good = identity.document(machine.instanceId);
        machine.enrol(
                        new TestIdentitySigner.Document(good.text() + " ", good.signature()),
                        Map.of())
                .then()
                .statusCode(403);
        machine.enrol(new TestIdentitySigner.Document(good.text(), "no signature"), Map.of())
                .then()
                .statusCode(403);
    }

    @Test
    void refusesAnotherIndexOrArray() {
        TestIdentitySigner.Document document = identity.document(machine.instanceId);

        machine.enrol(document, Map.of("index", 0)).then().statusCode(403);
        machine.enrol(document, Map.of("array_id", "other-20260101-abcdef")).then().statusCode(403);
    }

    @Test
    void answersUnrecordedInstanceWithConflict() {
        String early = "i-0fedcba9876543210";

        machine.enrol(identity.document(early), Map.of("instance_id", early))
                .then()
                .statusCode(409);
    }

    @Test
    void refusesReplacedInstance() {
        machine.replace();

        machine.enrol(identity).then().statusCode(403).body("detail", containsString("replaced"));
    }

    @Test
    void limitsEventsOfRepeatedRefusals() {
        for (int i = 0; i < 15; i++) {
            machine.enrol(identity.document(machine.instanceId), Map.of("nonce", "guessed" + i))
                    .then()
                    .statusCode(403);
        }

        assertThat(events.ofArray(machine.arrayId, 0))
                .filteredOn(event -> event.text().contains("was refused"))
                .hasSize(1);
    }

    private String eventText() {
        return events.ofArray(machine.arrayId, 0).toString();
    }
}
