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

/** Utilization of the GPUs, read from {@code nvidia-smi} where it is installed. */
public final class GpuMeter {
    private static final Duration MIN_QUERY_INTERVAL = Duration.ofSeconds(30);
    private static final long QUERY_TIMEOUT_SECONDS = 10;

    private final String path;
    private final Supplier<Duration> uptime;
    private @Nullable Duration lastQuery;
    private int utilizationPercent;

    /**
     * @param path directories to search, as in {@code PATH}
     */
    public GpuMeter(String path, Supplier<Duration> uptime) {
        this.path = path;
        this.uptime = uptime;
    }

    /** Percent of the busiest GPU, queried at most every 30 s; 0 without GPUs. */
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
            Process process =
                    new ProcessBuilder(
                                    program,
                                    "--query-gpu=utilization.gpu",
                                    "--format=csv,noheader,nounits")
                            .redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectError(Redirect.DISCARD)
                            .start();
            if (!process.waitFor(QUERY_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return 0;
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines().mapToInt(GpuMeter::parsePercent).max().orElse(0);
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
