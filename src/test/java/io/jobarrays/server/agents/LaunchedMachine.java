package io.jobarrays.server.agents;

import static io.restassured.RestAssured.given;

import io.jobarrays.server.agents.identity.TestAgentKey;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.rows.InstanceState;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Row of an instance that the cloud does not have, and the requests of its agent. */
public final class LaunchedMachine {
    static final String NONCE = "the launch's nonce";

    public final String arrayId;
    public final String instanceId = "i-" + random();
    public final TestAgentKey key = new TestAgentKey();

    private LaunchedMachine(String arrayId) {
        this.arrayId = arrayId;
    }

    public static LaunchedMachine launch(JobArrays arrays, Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(flags);
        all.put("job-array-name", "agents-" + random());
        all.put("count", "2");
        SealedSpec spec = new SealedSpec(ArraySpec.of(all), JsonObject.mapFrom(all).encode());
        return new LaunchedMachine(arrays.create(spec, null, Map.of(), id -> -1).id()).insert();
    }

    /** Adds a newer machine for the same index. */
    public LaunchedMachine replace() {
        return new LaunchedMachine(arrayId).insert();
    }

    private LaunchedMachine insert() {
        ArrayEdits.edit(
                arrayId,
                array ->
                        ArrayEdits.addInstance(array, 1, instanceId, InstanceState.RUNNING, NONCE));
        return this;
    }

    public Response enrol(TestIdentitySigner identity) {
        return enrol(identity.document(instanceId), Map.of());
    }

    public Response enrol(TestIdentitySigner.Document document, Map<String, Object> changes) {
        Map<String, Object> body = new HashMap<>();
        body.put("array_id", arrayId);
        body.put("index", 1);
        body.put("instance_id", instanceId);
        body.put("nonce", NONCE);
        body.put("document", document.text());
        body.put("signature", document.signature());
        body.put("public_key", key.publicKey());
        body.putAll(changes);
        return given().contentType(ContentType.JSON).body(body).post("/agents/enrol");
    }

    public String token(TestIdentitySigner identity) {
        return enrol(identity).then().statusCode(200).extract().path("token");
    }

    /** Requests the next token, signed by {@code signer}. */
    public Response renew(TestAgentKey signer) {
        String challenge = given().get("/agents/challenge").then().extract().path("challenge");
        return renew(challenge, signer);
    }

    public Response renew(String challenge, TestAgentKey signer) {
        String signature = signer.sign("renew\n%s\n%s".formatted(instanceId, challenge));
        return given().contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "instance_id",
                                instanceId,
                                "challenge",
                                challenge,
                                "signature",
                                signature))
                .post("/agents/token");
    }

    /** Request with the token and the proof of its agent. */
    public RequestSpecification call(String method, String path, String token) {
        return given().header("Authorization", "Bearer " + token)
                .header("Spawn-Proof", key.proof(method, path, token));
    }

    /** Ends the array, so that other tests do not find it live. */
    public void endArray() {
        ArrayEdits.end(arrayId, Instant.now());
    }

    private static String random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
