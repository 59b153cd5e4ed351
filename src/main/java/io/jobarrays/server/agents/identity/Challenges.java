package io.jobarrays.server.agents.identity;

import io.jobarrays.server.state.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Challenges that agents sign to renew a token, valid for a minute. A challenge is its time with a
 * stamp of the server's key, so that the server stores none.
 */
@ApplicationScoped
class Challenges {
    private static final Duration CHALLENGE_LIFETIME = Duration.ofMinutes(1);
    private static final Pattern CHALLENGE_FORMAT = Pattern.compile("(\\d{1,18})\\.([0-9a-f]{64})");

    private final Vault vault;
    private final Clock clock;

    Challenges(Vault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    String create() {
        long now = clock.millis();
        return now + "." + stamp(now);
    }

    boolean isValid(String challenge) {
        Matcher form = CHALLENGE_FORMAT.matcher(challenge);
        if (!form.matches()) {
            return false;
        }
        long made = Long.parseLong(form.group(1));
        long age = clock.millis() - made;
        return age >= 0
                && age <= CHALLENGE_LIFETIME.toMillis()
                && MessageDigest.isEqual(bytes(stamp(made)), bytes(form.group(2)));
    }

    private String stamp(long millis) {
        return vault.stamp("challenge " + millis);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
