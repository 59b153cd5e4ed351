package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionLimitsTest {
    @ParameterizedTest
    @CsvSource({
        // files, free, percent, bytes, excess
        "800, 200, 80, , 0",
        "801, 199, 80, , 1",
        "1000, 0, 80, , 200",
        "10, 990, 80, , 0",
        "0, 0, 80, , 0",
        "100, 900, 80, 60, 40",
        "900, 100, 80, 860, 100",
    })
    void limitsFilesToAShareOfWhatTheyAndFreeSpaceHave(
            long files, long free, int percent, @Nullable Long bytes, long excess) {
        RetentionLimits limits = new RetentionLimits(Duration.ofDays(1), 1, bytes, percent);

        assertThat(limits.excess(files, free)).isEqualTo(excess);
    }

    @Test
    void refusesLimitsThatKeepNothing() {
        Duration day = Duration.ofDays(1);

        assertThatThrownBy(() -> new RetentionLimits(Duration.ofMinutes(5), 1, null, 80))
                .hasMessageContaining("spawn.retention.age: 5m is too short");
        assertThatThrownBy(() -> new RetentionLimits(day, 0, null, 80))
                .hasMessageContaining("spawn.retention.count: 0 keeps no execution");
        assertThatThrownBy(() -> new RetentionLimits(day, 1, 0L, 80))
                .hasMessageContaining("spawn.retention.bytes");
        assertThatThrownBy(() -> new RetentionLimits(day, 1, null, 101))
                .hasMessageContaining("spawn.retention.disk-percent: 101");
    }

    @Test
    void namesSettingsBeforeTheStart() {
        assertThat(RetentionLimits.objection(config("age", "30d"))).isEmpty();
        assertThat(RetentionLimits.objection(config("bytes", "20G"))).isEmpty();
        assertThat(RetentionLimits.objection(config("count", "0")))
                .contains("spawn.retention.count: 0 keeps no execution; write 1 or more");
        assertThat(RetentionLimits.objection(config("count", "many")))
                .contains("spawn.retention.count=many cannot be read; write 10000");
        assertThat(RetentionLimits.objection(config("bytes", "much")))
                .contains("spawn.retention.bytes=much cannot be read; write 20G");
    }

    private static Config config(String name, String value) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValues(Map.of("spawn.retention." + name, value))
                .build();
    }
}
