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
    private static final Duration MIN_QUERY_INTERVAL = Duration.ofSeconds(30);
    private static final long QUERY_TIMEOUT_SECONDS = 10;

    private final String path;
    private final Supplier<Duration> uptime;
    private @Nullable Duration lastQuery;
    private int utilizationPercent;

    /**
     * @param path directories, as in {@code PATH}
     */
    public GpuMeter(String path, Supplier<Duration> uptime) {
        this.path = path;
        this.uptime = uptime;
    }

    /** Of the busiest; asked for no more often than each 30 s. 0 on a machine without any. */
    int utilizationPercent() throws InterruptedException {
        Duration now = uptime.get();
        if (lastQuery == null || now.minus(lastQuery).compareTo(MIN_QUERY_INTERVAL) >= 0) {
            lastQuery = now;
            utilizationPercent = query();
        }
        return utilizationPercent;
    }

    private int query() throws InterruptedException {
        String program = findNvidiaSmi();
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
            if (!asking.waitFor(QUERY_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                asking.destroyForcibly();
                return 0;
            }
            String answer =
                    new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().mapToInt(GpuMeter::parsePercent).max().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private String findNvidiaSmi() {
        for (String directory : path.split(":", -1)) {
            Path program = Path.of(directory).resolve("nvidia-smi");
            if (!directory.isEmpty() && Files.isExecutable(program)) {
                return program.toString();
            }
        }
        return "";
    }

    private static int parsePercent(String line) {
        try {
            return Integer.parseInt(line.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
