package io.jobarrays.server.arrays.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.events.ProgressEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class EventRowsTest {
    private static final String ARRAY = "signalled-20260113-abc";

    @Inject EventRows events;
    @Inject EventSignal signal;

    @Test
    void signalsAnEventAfterItsCommit() throws InterruptedException {
        try (EventSignal.Subscription signals = signal.subscribe(-1, ARRAY)) {
            Thread.ofVirtual().start(() -> events.add(null, null, ARRAY, -1, "begins"));

            assertThat(signals.await(Duration.ofMinutes(1))).isTrue();
            assertThat(events.ofArray(ARRAY, 0))
                    .extracting(ProgressEvent::text)
                    .containsExactly("begins");
        }
    }

    @Test
    void doesNotSignalEventsOfOtherArrays() throws InterruptedException {
        try (EventSignal.Subscription signals = signal.subscribe(-1, ARRAY)) {
            events.add(null, null, "another-20260113-abc", -1, "begins");

            assertThat(signals.await(Duration.ZERO)).isFalse();
        }
    }
}
