package io.jobarrays.server.arrays.reconcile;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SettableClock;
import io.jobarrays.server.instances.ec2.BulkResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
        backoff.record(new BulkResult(List.of("i-1"), Map.of(), List.of(), false));

        assertThat(backoff.due(List.of("i-1"))).containsExactly("i-1");
    }

    @Test
    void aRequestLimitHalvesTheInstancesOfACall() {
        List<String> all = IntStream.range(0, 200).mapToObj(i -> "i-" + i).toList();

        assertThat(dueAfterThrottling(all)).hasSize(100);
        List<String> fewer = dueAfterThrottling(all);
        assertThat(fewer).hasSize(50);

        backoff.record(new BulkResult(fewer, Map.of(), List.of(), false));
        clock.advance(Duration.ofMinutes(1));
        assertThat(backoff.due(all.subList(50, 200))).hasSize(100);
    }

    private List<String> dueAfterThrottling(List<String> all) {
        Map<String, String> refused =
                backoff.due(all).stream().collect(toMap(id -> id, id -> "RequestLimitExceeded"));
        backoff.record(new BulkResult(List.of(), refused, List.of(), true));
        clock.advance(Duration.ofMinutes(1));
        return backoff.due(all);
    }

    private static BulkResult refused(String id) {
        return new BulkResult(List.of(), Map.of(id, "RequestLimitExceeded"), List.of(), false);
    }
}
