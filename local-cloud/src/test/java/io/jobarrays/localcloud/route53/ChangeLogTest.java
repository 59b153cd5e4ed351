package io.jobarrays.localcloud.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.localcloud.TestClock;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ChangeLog changes = new ChangeLog(clock);

    @Test
    void forgetsTheOldestChangesAboveTheLimit() {
        String first = add();
        String second = add();
        for (int i = 0; i < 99_999; i++) {
            add();
        }

        assertThatThrownBy(() -> changes.get(first)).isInstanceOf(AwsError.class);
        assertThat(changes.get(second).id()).endsWith(second);
    }

    @Test
    void forgetsChangesAfterADay() {
        String first = add();
        clock.advance(Duration.ofHours(25));

        add();

        assertThatThrownBy(() -> changes.get(first)).isInstanceOf(AwsError.class);
    }

    private String add() {
        return changes.add().id().substring("/change/".length());
    }
}
