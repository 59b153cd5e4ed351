package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitFactorTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "ten"})
    void refusesWhatPermitsNoCall(String value) {
        assertThat(objection(Map.of("spawn.aws.limits.factor", value)).orElseThrow())
                .startsWith("spawn.aws.limits.factor=" + value + " is not a number above 0");
    }

    @Test
    void acceptsNumbersAboveZeroAndTheDefault() {
        assertThat(objection(Map.of("spawn.aws.limits.factor", "0.05"))).isEmpty();
        assertThat(objection(Map.of())).isEmpty();
    }

    private static Optional<String> objection(Map<String, String> settings) {
        Config config =
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build();
        return LimitFactor.objection(config);
    }
}
