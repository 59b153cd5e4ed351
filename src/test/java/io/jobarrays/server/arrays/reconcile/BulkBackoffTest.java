package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SettableClock;
import io.jobarrays.server.instances.ec2.BulkResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BulkBackoffTest {
    private final SettableClock clock = new SettableClock();
    private final BulkBackoff backoff = new BulkBackoff(clock);

    @Test
    void onlyRefusedInstancesWait() {
        backoff.record(refused("i-1"));

        assertThat(backoff.due(List.of("i-1", "i-2"))).containsExactly("i-2");
    }

    @Test
    void allAreDueAfterTheBackoff() {
        backoff.record(refused("i-1"));

        clock.advance(Duration.ofSeconds(3));

        assertThat(backoff.due(List.of("i-1", "i-2"))).containsExactly("i-1", "i-2");
    }

    @Test
    void anInstanceThatWasAcceptedWaitsNoLonger() {
        backoff.record(refused("i-1"));
        backoff.record(new BulkResult(List.of("i-1"), Map.of(), List.of()));

        assertThat(backoff.due(List.of("i-1"))).containsExactly("i-1");
    }

    private static BulkResult refused(String id) {
        return new BulkResult(List.of(), Map.of(id, "RequestLimitExceeded"), List.of());
    }
}
