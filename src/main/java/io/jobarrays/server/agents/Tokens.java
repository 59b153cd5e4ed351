package io.jobarrays.server.agents;

import io.jobarrays.server.instances.Instances;
import io.jobarrays.server.instances.Place;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives agents their tokens and knows them again; a token opens its own place and nothing else. */
@ApplicationScoped
public class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BEARER = "Bearer ";

    private final Instances instances;
    private final Clock clock;

    Tokens(Instances instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
    }

    @Transactional
    public String issue(Place place) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        AgentToken token = new AgentToken();
        token.tokenHash = hash(text);
        token.instanceId = place.instanceId();
        token.createdAt = clock.instant();
        token.persist();
        return text;
    }

    /** The place of a known token, as long as its instance still holds that place. */
    @Transactional
    public Optional<Place> place(@Nullable String authorization) {
        return bearer(authorization)
                .map(text -> AgentToken.<AgentToken>findById(hash(text)))
                .flatMap(token -> instances.place(token.instanceId))
                .filter(instances::holds);
    }

    Place need(@Nullable String authorization) {
        return place(authorization)
                .orElseThrow(
                        () ->
                                new Refused(
                                        401,
                                        "SPAWN-AGENT-TOKEN",
                                        "no live member has this token; a replaced or ended"
                                                + " instance is heard no more"));
    }

    static Optional<String> bearer(@Nullable String authorization) {
        return authorization != null && authorization.startsWith(BEARER)
                ? Optional.of(authorization.substring(BEARER.length()))
                : Optional.empty();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
