package io.jobarrays.localcloud.metadata;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Session tokens of IMDSv2, each valid for one instance and at most six hours. */
final class MetadataTokens {
    private static final int MAX_TTL_SECONDS = 21_600;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Clock clock;

    MetadataTokens(Clock clock) {
        this.clock = clock;
    }

    /** Issues a token; empty when the requested time is not 1 to 21600 seconds. */
    Optional<String> issue(String instanceId, String seconds) {
        if (!seconds.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int ttl = Integer.parseInt(seconds);
        if (ttl < 1 || ttl > MAX_TTL_SECONDS) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        tokens.values().removeIf(token -> token.expiresAt().isBefore(now));
        byte[] bytes = new byte[40];
        RANDOM.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "==";
        tokens.put(text, new Token(instanceId, now.plusSeconds(ttl)));
        return Optional.of(text);
    }

    /** Remaining validity of the token; empty when it is invalid or expired. */
    Optional<Duration> remaining(String instanceId, String text) {
        Instant now = clock.instant();
        return Optional.ofNullable(tokens.get(text))
                .filter(token -> token.instanceId().equals(instanceId))
                .filter(token -> token.expiresAt().isAfter(now))
                .map(token -> Duration.between(now, token.expiresAt()));
    }

    private record Token(String instanceId, Instant expiresAt) {}
}
