package io.jobarrays.localcloud.metadata;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Session tokens of IMDSv2, each valid for one instance and at most six hours; the newest of each
 * instance are kept, so that a program that requests many does not fill the memory of the cloud.
 */
final class MetadataTokens {
    private static final int MAX_TTL_SECONDS = 21_600;
    private static final int MAX_TOKENS_PER_INSTANCE = 100;
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Map<String, Instant>> expiriesByInstance = new HashMap<>();
    private final Predicate<String> exists;
    private final Clock clock;
    private Instant nextSweep = Instant.MIN;

    /**
     * @param exists whether there is still an instance of this id
     */
    MetadataTokens(Predicate<String> exists, Clock clock) {
        this.exists = exists;
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
        byte[] bytes = new byte[40];
        RANDOM.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "==";
        keep(instanceId, text, clock.instant(), ttl);
        return Optional.of(text);
    }

    /** Remaining validity of the token; empty when it is invalid or expired. */
    synchronized Optional<Duration> remaining(String instanceId, String text) {
        Instant now = clock.instant();
        return Optional.ofNullable(expiriesByInstance.getOrDefault(instanceId, Map.of()).get(text))
                .filter(expiry -> expiry.isAfter(now))
                .map(expiry -> Duration.between(now, expiry));
    }

    /** Number of tokens that are kept. */
    synchronized int size() {
        return expiriesByInstance.values().stream().mapToInt(Map::size).sum();
    }

    private synchronized void keep(String instanceId, String text, Instant now, int ttl) {
        if (now.isAfter(nextSweep)) {
            sweep(now);
            nextSweep = now.plus(SWEEP_INTERVAL);
        }
        expiriesByInstance
                .computeIfAbsent(instanceId, _ -> new NewestTokens())
                .put(text, now.plusSeconds(ttl));
    }

    private void sweep(Instant now) {
        expiriesByInstance.keySet().removeIf(exists.negate());
        expiriesByInstance
                .values()
                .forEach(tokens -> tokens.values().removeIf(expiry -> expiry.isBefore(now)));
        expiriesByInstance.values().removeIf(Map::isEmpty);
    }

    /** Expiry by token; the oldest leaves when there are too many. */
    private static final class NewestTokens extends LinkedHashMap<String, Instant> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_TOKENS_PER_INSTANCE;
        }
    }
}
