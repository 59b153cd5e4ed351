package io.jobarrays.agent.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage.Activity;
import io.jobarrays.contract.messages.AgentMessage.Idle;
import io.jobarrays.contract.messages.AgentMessage.IdleReached;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleTimerTest extends IdleMachineFixture {
    @Test
    void repeatsStopRequestWhileIdle() throws Exception {
        IdleMonitor idleMonitor = idleMonitor();

        advance(idleMonitor, Duration.ofSeconds(55));
        assertThat(sent(IdleReached.class)).isEmpty();
        advance(idleMonitor, Duration.ofSeconds(25));

        assertThat(sent(IdleReached.class))
                .containsExactly(new IdleReached(60), new IdleReached(70), new IdleReached(80));
        assertThat(sent(Activity.class)).containsExactly(new Activity(null, 5));
    }

    @Test
    void keepsIdleTimeAcrossAgentRestart() throws Exception {
        advance(idleMonitor(), Duration.ofSeconds(50));

        IdleMonitor next = idleMonitor(null);
        advance(next, Duration.ofSeconds(15));

        assertThat(sent(IdleReached.class)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {25, 9 * 3600})
    void hibernationDoesNotCountAsIdleTime(long seconds) throws Exception {
        IdleMonitor idleMonitor = idleMonitor();
        advance(idleMonitor, Duration.ofSeconds(30));
        uptime = uptime.plusSeconds(seconds);

        advance(idleMonitor, Duration.ofSeconds(30));

        assertThat(sent(IdleReached.class)).isEmpty();
        assertThat(idleMonitor.describe()).isEqualTo("idle for 25s of 1m, then stop");
    }

    @Test
    void measuresNothingWithoutTimeout() throws Exception {
        IdleMonitor idleMonitor = idleMonitor(new Idle(null, 10, "terminate"));

        advance(idleMonitor, Duration.ofHours(1));

        assertThat(sent).isEmpty();
        assertThat(idleMonitor.describe()).isEqualTo("no timeout");
    }

    @Test
    void limitsActivityReportsWhenLoadAlternates() throws Exception {
        IdleMonitor idleMonitor = idleMonitor(new Idle(600L, 10, "stop"));

        for (int i = 1; i <= 12; i++) {
            procFiles.cpu(i / 2 * 500L * processors);
            advance(idleMonitor, Duration.ofSeconds(5));
        }

        assertThat(sent(Activity.class).size()).isBetween(2, 5);
    }
}
