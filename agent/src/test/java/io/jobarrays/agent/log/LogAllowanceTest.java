package io.jobarrays.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogAllowanceTest {
    private static final int PIECE = 64 << 10;

    @Test
    void eightMebibytesGoAtOnceAndThenHalfAMebibyteASecond() {
        LogAllowance allowance = new LogAllowance(0);

        assertThat(pieces(allowance, 0)).isEqualTo(8 * 16);
        assertThat(pieces(allowance, Duration.ofSeconds(10).toNanos())).isEqualTo(10 * 8);
        assertThat(pieces(allowance, Duration.ofHours(1).toNanos())).isEqualTo(8 * 16);
    }

    private static int pieces(LogAllowance allowance, long now) {
        int pieces = 0;
        while (allowance.grants(now)) {
            allowance.spend(PIECE);
            pieces++;
        }
        return pieces;
    }
}
