package io.jobarrays.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Uptime of this machine including hibernation; unaffected by changes of the clock. */
public record Uptime(Path file) implements Supplier<Duration> {

    public static Uptime of(Path system) {
        return new Uptime(system.resolve("proc/uptime"));
    }

    @Override
    public Duration get() {
        try {
            String text = Files.readString(file);
            return Duration.ofMillis((long) (1000 * Double.parseDouble(text.split(" ", 2)[0])));
        } catch (IOException | NumberFormatException e) {
            return Duration.ofNanos(System.nanoTime());
        }
    }
}
