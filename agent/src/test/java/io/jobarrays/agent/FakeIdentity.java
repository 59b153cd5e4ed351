package io.jobarrays.agent;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Whom the fake server believes: tokens it gave, shown with a proof by the key it was told. */
final class FakeIdentity {
    static final String CHALLENGE = "c-1";

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger given = new AtomicInteger();
    private volatile String publicKey = "";

    volatile Duration lifetime = Duration.ofHours(1);

    /** The answer to an enrolment or a renewal. */
    String give() {
        String token = "t-" + given.incrementAndGet();
        tokens.add(token);
        return "{\"token\": \"%s\", \"expires_at\": \"%s\", \"generation\": 1, \"attempt\": 1}"
                .formatted(token, Instant.now().plus(lifetime));
    }

    int given() {
        return given.get();
    }

    /** As if all had run out. */
    void forgetTokens() {
        tokens.clear();
    }

    void believe(String key) {
        publicKey = key;
    }

    boolean renews(String instance, String challenge, String signature) {
        return challenge.equals(CHALLENGE)
                && verified("renew\n" + instance + "\n" + challenge, signature);
    }

    boolean knows(HttpServerRequest request) {
        String bearer = request.getHeader("Authorization");
        String proof = request.getHeader("Spawn-Proof");
        if (bearer == null || proof == null || !bearer.startsWith("Bearer ")) {
            return false;
        }
        String token = bearer.substring("Bearer ".length());
        return tokens.contains(token)
                && verified(request.method() + " " + request.path() + "\n" + token, proof);
    }

    private boolean verified(String text, String signature) {
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
