package io.jobarrays.agent.idle;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The graphics processors, by {@code nvidia-smi} where there is one. */
public final class GpuMeter {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final long PATIENCE_SECONDS = 10;

    private final String path;
    private final Supplier<Duration> uptime;
    private @Nullable Duration asked;
    private int percent;

    /**
     * @param path directories, as in {@code PATH}
     */
    public GpuMeter(String path, Supplier<Duration> uptime) {
        this.path = path;
        this.uptime = uptime;
    }

    /** Of the busiest; asked for no more often than each 30 s. 0 on a machine without any. */
    int percent() throws InterruptedException {
        Duration now = uptime.get();
        if (asked == null || now.minus(asked).compareTo(INTERVAL) >= 0) {
            asked = now;
            percent = ask();
        }
        return percent;
    }

    private int ask() throws InterruptedException {
        String program = find();
        if (program.isEmpty()) {
            return 0;
        }
        try {
            Process asking =
                    new ProcessBuilder(
                                    program,
                                    "--query-gpu=utilization.gpu",
                                    "--format=csv,noheader,nounits")
                            .redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectError(Redirect.DISCARD)
                            .start();
            if (!asking.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                asking.destroyForcibly();
                return 0;
            }
            String answer =
                    new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().mapToInt(GpuMeter::number).max().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private String find() {
        for (String directory : path.split(":", -1)) {
            Path program = Path.of(directory).resolve("nvidia-smi");
            if (!directory.isEmpty() && Files.isExecutable(program)) {
                return program.toString();
            }
        }
        return "";
    }

    private static int number(String line) {
        try {
            return Integer.parseInt(line.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
