package io.jobarrays.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LiveHeapTest {
    @Test
    void readsTheBytesOfTheTotal() throws IOException {
        String histogram =
                """
                4242:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:          1000          64000  [B (java.base@25)
                Total          1500         123456
                """;

        assertThat(LiveHeap.parse(histogram)).isEqualTo(123_456);
    }

    @Test
    void failsWithTheAnswerOfAJvmThatDoesNotCount() {
        assertThatIOException()
                .isThrownBy(() -> LiveHeap.parse("4242: No such process"))
                .withMessageContaining("No such process");
    }
}
