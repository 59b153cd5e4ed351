package io.jobarrays.localcloud.machines.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleBufferTest {
    private static final int SIZE = 64 * 1024;

    private final ConsoleBuffer console = new ConsoleBuffer();

    @Test
    void linesAreAppended() {
        console.appendLine("one");
        console.appendLine("two");

        assertThat(console.text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void keepsTheLast64KiB() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            console.appendLine("line " + i);
            all.append("line ").append(i).append('\n');
        }

        assertThat(console.text()).isEqualTo(all.substring(all.length() - SIZE));
    }

    @Test
    void writeLargerThanTheBufferKeepsItsEnd() {
        byte[] bytes = ("x".repeat(SIZE) + "y".repeat(SIZE)).getBytes(StandardCharsets.US_ASCII);

        console.append(bytes, bytes.length);

        assertThat(console.text()).isEqualTo("y".repeat(SIZE));
    }
}
