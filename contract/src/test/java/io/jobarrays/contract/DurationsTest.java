package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "45s,PT45S",
        "90m,PT90M",
        "2h,PT2H",
        "1h30m,PT90M",
        "1d,P1D",
        "1d12h,PT36H",
        "3650d,P3650D"
    })
    void everyFormIsRead(String text, Duration span) {
        assertThat(Durations.parse("ttl", text)).isEqualTo(span);
        assertThat(Durations.parse("ttl", Durations.format(span))).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0s",
                "-1h",
                "abc",
                "2x",
                "1.5h",
                "30m1h",
                "1h1h",
                "1 h",
                "3651d",
                "99999999999d",
                "1H"
            })
    void anythingElseIsRefusedWithWhatToWrite(String text) {
        assertThatThrownBy(() -> Durations.parse("ttl", text))
                .isInstanceOf(Refusal.class)
                .hasMessage("ttl: \"" + text + "\" is not a duration; write 90m, 2h or 1h30m");
    }
}
