package io.jobarrays.agent;

import io.jobarrays.agent.server.MessageCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Enrolment of the fake server: issues tokens and verifies the signatures of requests. */
public final class FakeIdentity {
    static final String CHALLENGE = "c-1";

    private final MessageCodec codec = new MessageCodec();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger issuedTokens = new AtomicInteger();
    private volatile String publicKey = "";

    public volatile Duration lifetime = Duration.ofHours(1);

    /** Bodies of all enrolment requests. */
    public final List<String> enrolments = new CopyOnWriteArrayList<>();

    public volatile int enrolmentStatus = 200;
    public volatile int renewalStatus = 200;

    /** Problem code of responses whose status is not 200. */
    public volatile String problemCode = "SPAWN-REPLACED";

    void enrol(HttpServerRequest request, Buffer body) {
        enrolments.add(body.toString());
        publicKey = codec.readField(body.toString(), "public_key");
        answer(request, enrolmentStatus);
    }

    void renew(HttpServerRequest request, Buffer body) {
        String text = body.toString();
        String challenge = codec.readField(text, "challenge");
        boolean proven =
                challenge.equals(CHALLENGE)
                        && verifies(
                                "renew\n" + codec.readField(text, "instance_id") + "\n" + challenge,
                                codec.readField(text, "signature"));
        answer(request, proven ? renewalStatus : 403);
    }

    private void answer(HttpServerRequest request, int status) {
        String refusal = "{\"code\": \"%s\"}".formatted(problemCode);
        request.response().setStatusCode(status).end(status == 200 ? issueToken() : refusal);
    }

    private String issueToken() {
        String token = "t-" + issuedTokens.incrementAndGet();
        tokens.add(token);
        return "{\"token\": \"%s\", \"expires_at\": \"%s\", \"generation\": 1, \"attempt\": 1}"
                .formatted(token, Instant.now().plus(lifetime));
    }

    public int issuedTokens() {
        return issuedTokens.get();
    }

    /** Invalidates all issued tokens. */
    public void forgetTokens() {
        tokens.clear();
    }

    boolean accepts(HttpServerRequest request) {
        String bearer = request.getHeader("Authorization");
        String proof = request.getHeader("Spawn-Proof");
        if (bearer == null || proof == null || !bearer.startsWith("Bearer ")) {
            return false;
        }
        String token = bearer.substring("Bearer ".length());
        return tokens.contains(token)
                && verifies(request.method() + " " + request.path() + "\n" + token, proof);
    }

    private boolean verifies(String text, String signature) {
        try {
            Signature verifying = Signature.getInstance("Ed25519");
            byte[] key = Base64.getDecoder().decode(publicKey);
            verifying.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
            verifying.update(text.getBytes(StandardCharsets.UTF_8));
            return verifying.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
