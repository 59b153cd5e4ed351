package io.jobarrays.benchmarks.plane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaunchTokensTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void permitsAThousandInstancesAtTheStart() {
        LaunchTokens tokens = new LaunchTokens(1000, 2, START);

        assertThat(tokens.wait(1000, START)).isZero();
    }

    @Test
    void delaysFurtherInstancesByHalfASecondEach() {
        LaunchTokens tokens = new LaunchTokens(1000, 2, START);
        tokens.take(1000, START);

        assertThat(tokens.wait(100, START)).isEqualTo(Duration.ofSeconds(50));
        assertThat(tokens.wait(100, START.plusSeconds(20))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void permitsMoreThanTheCapacityWhenFull() {
        LaunchTokens tokens = new LaunchTokens(1000, 2, START);

        assertThat(tokens.wait(10_000, START.plusSeconds(9))).isZero();
    }

    @Test
    void hasTheLimitOfTheLocalCloud() throws IOException {
        String answer =
                """
                {"limits":[{"name":"ec2:RunInstances","capacity":50.0,"refill_per_second":20.0},
                 {"name":"ec2:RunInstances:resources","capacity":10000.0,"refill_per_second":20.0}]}
                """;
        LaunchTokens tokens = LaunchTokens.of(new ObjectMapper().readTree(answer), START);
        tokens.take(10_000, START);

        assertThat(tokens.wait(100, START)).isEqualTo(Duration.ofSeconds(5));
    }
}
