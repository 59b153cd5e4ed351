package io.jobarrays.server.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SettableClock;
import io.jobarrays.server.instances.ec2.BulkResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An id that EC2 does not know costs no call, and is no ended instance before its time. */
class UnknownInstancesTest {
    private static final List<String> BOTH = List.of("i-1", "i-2");

    private final SettableClock clock = new SettableClock();
    private final UnknownInstances unknown = new UnknownInstances(Duration.ofMinutes(1), clock);
    private final List<List<String>> calls = new ArrayList<>();

    @Test
    void callsOnlyAboutKnownInstancesUntilARead() {
        BulkResult first = unknown.callKnown(BOTH, this::knowsOnlyFirst);
        BulkResult second = unknown.callKnown(BOTH, this::knowsOnlyFirst);
        unknown.recordRead(BOTH, BOTH, List.of());
        unknown.callKnown(BOTH, this::knowsOnlyFirst);

        assertThat(first.done()).containsExactly("i-1");
        assertThat(first.refused()).containsEntry("i-2", UnknownInstances.STILL_SOUGHT);
        assertThat(second.refused()).containsOnlyKeys("i-2");
        assertThat(calls).containsExactly(BOTH, List.of("i-1"), BOTH);
    }

    @Test
    void isGoneAfterThreeReadsOverAMinute() {
        unknown.callKnown(BOTH, this::knowsOnlyFirst);
        readWithoutSecond();
        readWithoutSecond();
        readWithoutSecond();
        assertThat(unknown.isGone("i-2")).isFalse();

        clock.advance(Duration.ofMinutes(1));
        readWithoutSecond();
        assertThat(unknown.isGone("i-2")).isTrue();
        assertThat(unknown.isGone("i-1")).isFalse();
    }

    @Test
    void oneReadThatFindsTheInstanceBeginsTheTimeAgain() {
        readWithoutSecond();
        readWithoutSecond();
        clock.advance(Duration.ofMinutes(1));
        unknown.recordRead(BOTH, BOTH, List.of());
        readWithoutSecond();

        assertThat(unknown.isGone("i-2")).isFalse();
    }

    private void readWithoutSecond() {
        unknown.recordRead(BOTH, List.of("i-1"), List.of("i-2"));
    }

    private BulkResult knowsOnlyFirst(Collection<String> ids) {
        calls.add(List.copyOf(ids));
        return ids.contains("i-2")
                ? new BulkResult(List.of("i-1"), Map.of("i-2", "not found"), List.of("i-2"), false)
                : new BulkResult(List.copyOf(ids), Map.of(), List.of(), false);
    }
}
