package io.jobarrays.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogRateLimitTest {
    private static final int CHUNK_BYTES = 64 << 10;

    @Test
    void permitsBurstOfEightMebibytesThenHalfAMebibytePerSecond() {
        LogRateLimit allowance = new LogRateLimit(0);

        assertThat(permittedChunks(allowance, 0)).isEqualTo(8 * 16);
        assertThat(permittedChunks(allowance, Duration.ofSeconds(10).toNanos())).isEqualTo(10 * 8);
        assertThat(permittedChunks(allowance, Duration.ofHours(1).toNanos())).isEqualTo(8 * 16);
    }

    private static int permittedChunks(LogRateLimit allowance, long now) {
        int pieces = 0;
        while (allowance.permits(now)) {
            allowance.consume(CHUNK_BYTES);
            pieces++;
        }
        return pieces;
    }
}
