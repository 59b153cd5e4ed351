package io.jobarrays.localcloud.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.base.CloudEvents.CloudEvent;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudEventsTest {
    private final CloudEvents events = new CloudEvents(Clock.systemUTC());

    @Test
    void anAnswerHasAtMostTenThousandEvents() {
        for (int i = 0; i < 10_001; i++) {
            events.add("i-1", "running", "");
        }

        List<CloudEvent> first = events.after(0, "");

        assertThat(first).hasSize(10_000);
        assertThat(events.after(first.getLast().number(), "")).hasSize(1);
    }
}
