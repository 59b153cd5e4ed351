package io.jobarrays.server.agents;

import static io.restassured.RestAssured.given;

import io.jobarrays.server.arrays.ArraySpec;
import io.jobarrays.server.arrays.ArrayState;
import io.jobarrays.server.arrays.Arrays;
import io.jobarrays.server.arrays.JobArray;
import io.jobarrays.server.instances.Instance;
import io.jobarrays.server.instances.InstanceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** A row of a machine that the cloud has never seen, and what its agent would say of itself. */
final class LaunchedMachine {
    static final String NONCE = "the launch's nonce";

    final String arrayId;
    final String instanceId = "i-" + random();

    private LaunchedMachine(String arrayId) {
        this.arrayId = arrayId;
    }

    static LaunchedMachine launch(Arrays arrays, Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(flags);
        all.put("job-array-name", "agents-" + random());
        all.put("count", "2");
        return new LaunchedMachine(arrays.create(ArraySpec.of(all), -1, null, Map.of())).row(1);
    }

    /** A newer machine for the same index. */
    LaunchedMachine replace() {
        return new LaunchedMachine(arrayId).row(2);
    }

    private LaunchedMachine row(int generation) {
        Instance row = new Instance();
        row.instanceId = instanceId;
        row.arrayId = arrayId;
        row.index = 1;
        row.generation = generation;
        row.attempt = generation;
        row.state = InstanceState.RUNNING;
        row.instanceType = "t3.micro";
        row.nonceHash = sha256(NONCE);
        row.launchedAt = Instant.now();
        QuarkusTransaction.requiringNew().run(row::persist);
        return this;
    }

    Response enrol(TestIdentity identity) {
        return enrol(identity.document(instanceId), Map.of());
    }

    Response enrol(TestIdentity.Document document, Map<String, Object> changes) {
        Map<String, Object> body = new HashMap<>();
        body.put("array_id", arrayId);
        body.put("index", 1);
        body.put("instance_id", instanceId);
        body.put("nonce", NONCE);
        body.put("document", document.text());
        body.put("signature", document.signature());
        body.putAll(changes);
        return given().contentType(ContentType.JSON).body(body).post("/agents/enrol");
    }

    String token(TestIdentity identity) {
        return enrol(identity).then().statusCode(200).extract().path("token");
    }

    /** Leaves nothing behind that another test would meet. */
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            Instance.update(
                                    "state = ?1 where arrayId = ?2",
                                    InstanceState.TERMINATED,
                                    arrayId);
                            JobArray.update(
                                    "endedAt = ?1, state = ?2 where id = ?3",
                                    Instant.now(),
                                    ArrayState.ENDED,
                                    arrayId);
                        });
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
