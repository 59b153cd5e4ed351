package io.jobarrays.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.rows.InstanceUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateGaugesTest {
    private static final List<InstanceUsage> USAGE =
            List.of(
                    new InstanceUsage(InstanceState.RUNNING, "t3.micro", 10, null),
                    new InstanceUsage(InstanceState.RUNNING, "m7i.xlarge", 2, null),
                    new InstanceUsage(InstanceState.RUNNING, "scale.nano", 3, null),
                    new InstanceUsage(InstanceState.STOPPED, "m7i.xlarge", 5, null),
                    new InstanceUsage(InstanceState.PENDING, "t3.micro", 5, null));

    @Test
    void runningInstancesCostTheirPrice() {
        // 10 × 0.0104 + 2 × 0.2016
        assertThat(StateGauges.cost(USAGE)).isEqualTo(0.5072);
    }

    @Test
    void instancesWithoutPriceAreCounted() {
        assertThat(StateGauges.withoutPrice(USAGE)).isEqualTo(3);
    }
}
