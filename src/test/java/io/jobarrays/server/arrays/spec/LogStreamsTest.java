package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogStreamsTest {
    @Test
    void mergesStdoutAndStderrUnlessAFlagSaysOtherwise() {
        assertThat(spec("false", "false").work().streams().word()).isEqualTo("merged");
        assertThat(spec("true", "false").work().streams().word()).isEqualTo("split");
        assertThat(spec("false", "true").work().streams().word()).isEqualTo("terminal");
    }

    @Test
    void refusesATerminalOfTwoOutputs() {
        assertThatThrownBy(() -> spec("true", "true"))
                .hasMessageContaining("split-output and tty: contradict each other");
    }

    private static ArraySpec spec(String split, String tty) {
        return ArraySpec.of(Map.of("command", "true", "split-output", split, "tty", tty));
    }
}
