package io.jobarrays.server.arrays.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemberPowerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(1));

    private final MemberPower power = new MemberPower();

    @Test
    void extensionOfAPausedDeadlineIsKeptByTheStart() {
        power.setDeadline(NOW.plusSeconds(100));
        power.pauseDeadline(NOW);
        power.extendRemaining(Duration.ofSeconds(60));
        power.resumeDeadline(LATER);

        assertThat(power.ttlDeadline).isEqualTo(LATER.plusSeconds(160));
        assertThat(power.ttlRemaining).isNull();
    }

    @Test
    void extensionOfADeadlineIsKeptByThePause() {
        power.setDeadline(NOW.plusSeconds(100));
        power.moveDeadline(NOW.plusSeconds(160));
        power.pauseDeadline(NOW);

        assertThat(power.ttlDeadline).isNull();
        assertThat(power.ttlRemaining).isEqualTo(160);
    }

    @Test
    void deadlineThatHasPassedLeavesASecond() {
        power.setDeadline(NOW.minusSeconds(5));
        power.pauseDeadline(NOW);

        assertThat(power.ttlRemaining).isEqualTo(1);
    }

    /** Its instance ended while it was off. */
    @Test
    void newDeadlineOfAPausedMemberReplacesItsRemainingTime() {
        power.setDeadline(NOW.plusSeconds(100));
        power.pauseDeadline(NOW);
        power.setDeadline(LATER);

        assertThat(power.ttlDeadline).isEqualTo(LATER);
        assertThat(power.ttlRemaining).isNull();
    }

    @Test
    void memberWithoutTtlHasNeitherDeadlineNorRemainingTime() {
        power.pauseDeadline(NOW);
        power.resumeDeadline(LATER);

        assertThat(power.ttlDeadline).isNull();
        assertThat(power.ttlRemaining).isNull();
    }
}
