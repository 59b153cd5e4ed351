package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlagTextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "command",
                "user-data",
                "on-interrupt",
                "env.A",
                "ami",
                "instance-type",
                "az",
                "key-name",
                "security-group",
                "subnet",
                "iam-instance-profile",
                "region",
                "collect",
                "inputs"
            })
    void refusesNulInEveryFlag(String flag) {
        assertThatThrownBy(() -> ArraySpec.of(with(flag, "a\0b")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is NUL, which no program can receive");
    }

    @Test
    void refusesControlCharactersOutsideOfScripts() {
        assertThatThrownBy(() -> ArraySpec.of(with("ami", "ami-\033")))
                .hasMessageContaining("ami: character 5 (U+001B) is a control character");
        assertThat(ArraySpec.of(with("command", "printf '\033[1m'")).work().command())
                .isEqualTo("printf '\033[1m'");
    }

    @Test
    void refusesTextsTooLongForOneArgument() {
        assertThatThrownBy(() -> ArraySpec.of(with("command", "x".repeat(200_000))))
                .hasMessageContaining("command: 200000 bytes")
                .hasMessageContaining("at most 131071")
                .hasMessageContaining("put it into a file of --files, or use user-data");
        assertThatThrownBy(() -> ArraySpec.of(with("env.BIG", "x".repeat(131_068))))
                .hasMessageContaining("env: \"BIG\": 131072 bytes");
        assertThat(ArraySpec.of(with("env.BIG", "x".repeat(131_067))).work().environment())
                .containsKey("BIG");
    }

    @Test
    void runsAUserDataScriptThatIsTooLongForOneArgument() {
        String script = "#!/bin/sh\n" + "# long\n".repeat(30_000);

        assertThat(ArraySpec.of(with("user-data", script)).work().userData()).isEqualTo(script);
    }

    @Test
    void refusesTooManyAndTooLargeVariables() {
        Map<String, String> many = with("command", "true");
        for (int i = 0; i <= 1_000; i++) {
            many.put("env.V" + i, "");
        }
        Map<String, String> large = with("command", "true");
        for (int i = 0; i < 6; i++) {
            large.put("env.V" + i, "x".repeat(100_000));
        }

        assertThatThrownBy(() -> ArraySpec.of(many)).hasMessageContaining("env: 1001 variables");
        assertThatThrownBy(() -> ArraySpec.of(large))
                .hasMessageContaining("bytes together; at most 524288");
    }

    /** An earlier version may have stored it; lists must go on to show it. */
    @Test
    void readsStoredFlagsThatItWouldRefuse() {
        assertThat(ArraySpec.ofStored(with("command", "x".repeat(200_000))).work().command())
                .hasSize(200_000);
    }

    private static Map<String, String> with(String flag, String text) {
        return new HashMap<>(
                Map.of("job-array-name", "compute", "count", "1", "spot", "true", flag, text));
    }
}
