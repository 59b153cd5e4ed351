package io.jobarrays.localcloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetadataTokensTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Set<String> instances = new HashSet<>(Set.of("i-1", "i-2"));
    private final MetadataTokens tokens = new MetadataTokens(instances::contains, clock);

    @Test
    void keepsTheNewestHundredOfEachInstance() {
        String other = issue("i-2");
        List<String> issued = Stream.generate(() -> issue("i-1")).limit(101).toList();

        assertThat(tokens.size()).isEqualTo(101);
        assertThat(tokens.remaining("i-1", issued.getFirst())).isEmpty();
        assertThat(tokens.remaining("i-1", issued.get(1))).isPresent();
        assertThat(tokens.remaining("i-2", other)).isPresent();
        assertThat(tokens.remaining("i-1", other)).isEmpty();
    }

    @Test
    void forgetsExpiredTokensAndThoseOfInstancesThatAreGone() {
        issue("i-1");
        tokens.issue("i-2", "60");
        instances.remove("i-1");
        clock.advance(Duration.ofSeconds(61));

        issue("i-2");

        assertThat(tokens.size()).isEqualTo(1);
    }

    private String issue(String instanceId) {
        return tokens.issue(instanceId, "21600").orElseThrow();
    }
}
