package io.jobarrays.server.agents;

import static io.restassured.RestAssured.given;

import io.jobarrays.server.agents.identity.TestAgentKey;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.state.StampedSecrets;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.inject.spi.CDI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Row of an instance that the cloud does not have, and the requests of its agent. */
public final class LaunchedMachine {
    public final String arrayId;
    public final String nonce;

    /** A network of its own, so that failures of other tests do not count for it. */
    public final String address = "2001:db8:" + random().replaceAll("(.{4})(.{4}).*", "$1:$2::1");

    public final String instanceId = "i-" + random();
    public final TestAgentKey key = new TestAgentKey();

    private LaunchedMachine(String arrayId) {
        this.arrayId = arrayId;
        this.nonce =
                CDI.current()
                        .select(StampedSecrets.class)
                        .get()
                        .create(StampedSecrets.Kind.NONCE, arrayId);
    }

    public static LaunchedMachine launch(JobArrays arrays, Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(flags);
        all.put("job-array-name", "agents-" + random());
        all.put("count", "2");
        SealedSpec spec = new SealedSpec(ArraySpec.of(all), JsonObject.mapFrom(all).encode());
        return new LaunchedMachine(
                        arrays.create(spec, null, Map.of(), SharedMachines.NONE, id -> -1).id())
                .insert();
    }

    /** Adds a newer machine for the same index. */
    public LaunchedMachine replace() {
        return new LaunchedMachine(arrayId).insert();
    }

    /** Makes it the machine of another index. */
    public void reassign(int toIndex) {
        ArrayEdits.edit(
                arrayId,
                array ->
                        array.instances()
                                .reassign(
                                        array.instances().find(instanceId).orElseThrow(), toIndex));
    }

    private LaunchedMachine insert() {
        ArrayEdits.edit(
                arrayId,
                array ->
                        ArrayEdits.addInstance(array, 1, instanceId, InstanceState.RUNNING, nonce));
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
        body.put("nonce", nonce);
        body.put("document", document.text());
        body.put("signature", document.signature());
        body.put("public_key", key.publicKey());
        body.putAll(changes);
        return json().body(body).post("/agents/enrol");
    }

    public String token(TestIdentitySigner identity) {
        return enrol(identity).then().statusCode(200).extract().path("token");
    }

    /** Requests the next token, signed by {@code signer}. */
    public Response renew(TestAgentKey signer) {
        return renew(challenge(), signer);
    }

    /** As {@link #renew(TestAgentKey)}, with the last token as agents send it. */
    public Response renew(TestAgentKey signer, String token) {
        return json().body(renewal(challenge(), signer, token)).post("/agents/token");
    }

    public Response renew(String challenge, TestAgentKey signer) {
        return json().body(renewal(challenge, signer, "")).post("/agents/token");
    }

    private static String challenge() {
        return given().get("/agents/challenge").then().extract().path("challenge");
    }

    private Map<String, String> renewal(String challenge, TestAgentKey signer, String token) {
        String signature = signer.sign("renew\n%s\n%s".formatted(instanceId, challenge));
        return Map.of(
                "instance_id",
                instanceId,
                "challenge",
                challenge,
                "signature",
                signature,
                "token",
                token);
    }

    /** Request from the machine's address. */
    public RequestSpecification json() {
        return given().header("X-Forwarded-For", address).contentType(ContentType.JSON);
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
