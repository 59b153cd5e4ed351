package io.jobarrays.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Maximum heap of a local control plane: an eighth of the memory of this machine, from 256 MiB to 1
 * GiB. 5,000 members at work take about 175 MiB of it.
 */
final class ServerHeap {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final int MIN_MEBIBYTES = 256;
    private static final int MAX_MEBIBYTES = 1024;

    private ServerHeap() {}

    /** Option of the JVM. */
    static String option() {
        try (Stream<String> lines = Files.lines(MEMINFO)) {
            return option(
                    lines.filter(line -> line.startsWith("MemTotal:"))
                            .map(line -> line.replaceAll("[^0-9]", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0));
        } catch (IOException e) {
            return option(0);
        }
    }

    static String option(long kibibytes) {
        return "-Xmx%dm".formatted(Math.clamp(kibibytes / 1024 / 8, MIN_MEBIBYTES, MAX_MEBIBYTES));
    }
}
