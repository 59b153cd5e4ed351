package io.jobarrays.agent.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.AgentMessage.Activity;
import io.jobarrays.contract.AgentMessage.Idle;
import io.jobarrays.contract.AgentMessage.IdleReached;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleSpanTest extends IdleMachineFixture {
    @Test
    void aMachineThatDoesNothingIsIdleAndItsStopIsAskedForUntilItComes() throws Exception {
        IdleMonitor idleness = idleness();

        pass(idleness, Duration.ofSeconds(55));
        assertThat(said(IdleReached.class)).isEmpty();
        pass(idleness, Duration.ofSeconds(25));

        assertThat(said(IdleReached.class))
                .containsExactly(new IdleReached(60), new IdleReached(70), new IdleReached(80));
        assertThat(said(Activity.class)).containsExactly(new Activity(null, 5));
    }

    @Test
    void anAgentThatComesBackCountsOn() throws Exception {
        pass(idleness(), Duration.ofSeconds(50));

        IdleMonitor next = idleness(null);
        pass(next, Duration.ofSeconds(15));

        assertThat(said(IdleReached.class)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {25, 9 * 3600})
    void hibernationIsNoIdleness(long seconds) throws Exception {
        IdleMonitor idleness = idleness();
        pass(idleness, Duration.ofSeconds(30));
        up = up.plusSeconds(seconds);

        pass(idleness, Duration.ofSeconds(30));

        assertThat(said(IdleReached.class)).isEmpty();
        assertThat(idleness.describe()).isEqualTo("idle for 25s of 1m, then stop");
    }

    @Test
    void withoutATimeoutNothingIsMeasured() throws Exception {
        IdleMonitor idleness = idleness(new Idle(null, 10, "terminate"));

        pass(idleness, Duration.ofHours(1));

        assertThat(said).isEmpty();
        assertThat(idleness.describe()).isEqualTo("no timeout");
    }

    @Test
    void aMachineThatCannotDecideDoesNotTalkAboutItAllTheTime() throws Exception {
        IdleMonitor idleness = idleness(new Idle(600L, 10, "stop"));

        for (int i = 1; i <= 12; i++) {
            system.cpu(i / 2 * 500L * processors);
            pass(idleness, Duration.ofSeconds(5));
        }

        assertThat(said(Activity.class).size()).isBetween(2, 5);
    }
}
