package io.jobarrays.server.agents;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.Arrays;
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
    @Inject Arrays arrays;
    private TestIdentity identity;
    private LaunchedMachine machine;

    @BeforeEach
    void launch() throws Exception {
        identity = new TestIdentity();
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true"));
    }

    @AfterEach
    void forget() {
        machine.forget();
    }

    @Test
    void theInstanceThatWasLaunchedForTheIndexEnrolsOnce() {
        machine.enrol(identity).then().statusCode(200).body("generation", equalTo(1));

        machine.enrol(identity).then().statusCode(403).body("detail", containsString("nonce"));
    }

    @Test
    void aWrongNonceIsRefusedAndClosesNothing() {
        machine.enrol(identity.document(machine.instanceId), Map.of("nonce", "guessed"))
                .then()
                .statusCode(403);

        machine.enrol(identity).then().statusCode(200);
    }

    @Test
    void aDocumentOfAnotherAccountOrInstanceOrHandIsRefused() {
        machine.enrol(identity.document(machine.instanceId, "111122223333"), Map.of())
                .then()
                .statusCode(403);
        machine.enrol(identity.document("i-0123456789abcdef0"), Map.of()).then().statusCode(403);
        TestIdentity.Document good = identity.document(machine.instanceId);
        machine.enrol(new TestIdentity.Document(good.text() + " ", good.signature()), Map.of())
                .then()
                .statusCode(403);
        machine.enrol(new TestIdentity.Document(good.text(), "no signature"), Map.of())
                .then()
                .statusCode(403);
    }

    @Test
    void anotherIndexOrArrayIsRefused() {
        TestIdentity.Document document = identity.document(machine.instanceId);

        machine.enrol(document, Map.of("index", 0)).then().statusCode(403);
        machine.enrol(document, Map.of("array_id", "other-20260101-abcdef")).then().statusCode(403);
    }

    @Test
    void anInstanceWhoseLaunchIsNotRecordedYetMayAskAgain() {
        String early = "i-0fedcba9876543210";

        machine.enrol(identity.document(early), Map.of("instance_id", early))
                .then()
                .statusCode(409);
    }

    @Test
    void aReplacedInstanceIsRefused() {
        machine.replace();

        machine.enrol(identity).then().statusCode(403).body("detail", containsString("replaced"));
    }
}
