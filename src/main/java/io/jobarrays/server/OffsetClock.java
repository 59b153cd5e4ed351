package io.jobarrays.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * System clock plus an offset in seconds, read from a file that the local cloud writes when its
 * clock is moved. Tests use it to pass hours in seconds.
 */
final class OffsetClock extends Clock {
    private static final Duration READ_INTERVAL = Duration.ofMillis(200);

    private final Path file;
    private volatile Reading lastReading = new Reading(Duration.ZERO, Instant.EPOCH);

    private record Reading(Duration offset, Instant at) {}

    OffsetClock(Path file) {
        this.file = file;
    }

    @Override
    public Instant instant() {
        Instant now = Instant.now();
        Reading reading = lastReading;
        if (Duration.between(reading.at(), now).abs().compareTo(READ_INTERVAL) >= 0) {
            reading = new Reading(readOffset(reading.offset()), now);
            lastReading = reading;
        }
        return now.plus(reading.offset());
    }

    /** No file: the clock was never moved. */
    private Duration readOffset(Duration previous) {
        try {
            return Duration.ofSeconds(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException e) {
            return Duration.ZERO;
        } catch (NumberFormatException e) {
            return previous;
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
