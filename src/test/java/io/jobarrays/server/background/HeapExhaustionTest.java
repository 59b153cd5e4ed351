package io.jobarrays.server.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeapExhaustionTest {
    @Test
    void processEndsWhenALoopHasNoMemory() throws Exception {
        assertThat(exitCode("loop")).isEqualTo(3);
    }

    @Test
    void processEndsWhenAnotherThreadHasNoMemory() throws Exception {
        assertThat(exitCode("thread")).isEqualTo(3);
    }

    private static int exitCode(String where) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                where)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).contains("the control plane ends without memory");
        return process.waitFor();
    }

    /** Takes more memory than there is, in a loop or another thread, while a third one goes on. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            HeapExhaustion.watch();
            if (arguments[0].equals("loop")) {
                new BackgroundLoop(() -> Duration.ofMillis(take()), failure -> Duration.ZERO)
                        .start("loop");
            } else {
                Thread.ofVirtual().start(Program::take);
            }
            Thread.sleep(Duration.ofMinutes(1));
        }

        private static long take() {
            return new long[Integer.MAX_VALUE / 8].length;
        }
    }
}
