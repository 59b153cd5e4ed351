package io.jobarrays.server.instances.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.instances.rows.OpenLaunch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

class LaunchesInFlightTest {
    private static final LaunchesInFlight IN_FLIGHT =
            LaunchesInFlight.of(
                    List.of(new OpenLaunch("token-1", "compute-20260113-abc123", "100-199")));

    @Test
    void explainsInstanceWithItsClientToken() {
        assertThat(IN_FLIGHT.explain(instance("token-1", null))).isTrue();
        assertThat(IN_FLIGHT.explain(instance("token-2", null))).isFalse();
    }

    @Test
    void explainsInstanceWithItsLaunchTagWhereTheTokenIsNotAnswered() {
        assertThat(IN_FLIGHT.explain(instance(null, "compute-20260113-abc123,100"))).isTrue();
        assertThat(IN_FLIGHT.explain(instance(null, "compute-20260113-abc123,0"))).isFalse();
        assertThat(IN_FLIGHT.explain(instance(null, null))).isFalse();
    }

    private static Instance instance(@Nullable String token, @Nullable String launchTag) {
        Instance.Builder instance = Instance.builder().instanceId("i-1").clientToken(token);
        return launchTag == null
                ? instance.build()
                : instance.tags(Tag.builder().key("spawn:launch").value(launchTag).build()).build();
    }
}
