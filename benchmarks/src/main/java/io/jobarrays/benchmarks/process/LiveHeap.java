package io.jobarrays.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes of the live objects of a JVM, counted by {@code jcmd} after a full garbage collection. */
public final class LiveHeap {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +(\\d+) +(\\d+)$");

    private LiveHeap() {}

    /**
     * Collects the garbage of the JVM and counts the rest.
     *
     * @throws IOException when the JVM does not answer
     */
    public static long bytes(long pid) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), "" + pid, "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    static long parse(String histogram) throws IOException {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("jcmd printed no total: " + histogram.strip());
        }
        return Long.parseLong(total.group(2));
    }
}
