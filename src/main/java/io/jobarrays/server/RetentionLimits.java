package io.jobarrays.server;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import io.quarkus.runtime.configuration.MemorySize;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of executions that have ended.
 *
 * @param age from their end
 * @param count number of executions
 * @param bytes of their files; null: only {@code diskPercent}
 * @param diskPercent share of the bytes that their files and free space have together
 */
public record RetentionLimits(Duration age, int count, @Nullable Long bytes, int diskPercent) {
    private static final Duration MIN_AGE = Duration.ofHours(1);

    public RetentionLimits {
        if (age.compareTo(MIN_AGE) < 0) {
            throw new Refusal(
                    "spawn.retention.age: %s is too short to read a result; write 1h or more, as 30d"
                            .formatted(Durations.format(age)));
        }
        if (count < 1) {
            throw new Refusal(
                    "spawn.retention.count: %d keeps no execution; write 1 or more"
                            .formatted(count));
        }
        if (bytes != null && bytes < 1) {
            throw new Refusal("spawn.retention.bytes: 0 keeps no file; write a size, as 20G");
        }
        if (diskPercent < 1 || diskPercent > 100) {
            throw new Refusal(
                    "spawn.retention.disk-percent: %d is not a share of the disk; write 1 to 100"
                            .formatted(diskPercent));
        }
    }

    public static RetentionLimits of(RetentionConfig config) {
        return new RetentionLimits(
                config.age(),
                config.count(),
                config.bytes().map(MemorySize::asLongValue).orElse(null),
                config.diskPercent());
    }

    /** Why the settings cannot be used, before the start; empty for valid ones. */
    static Optional<String> objection(Config config) {
        try {
            new RetentionLimits(
                    value(config, "age", Duration.class, "30d").orElse(MIN_AGE),
                    value(config, "count", Integer.class, "10000").orElse(1),
                    value(config, "bytes", MemorySize.class, "20G")
                            .map(MemorySize::asLongValue)
                            .orElse(null),
                    value(config, "disk-percent", Integer.class, "80").orElse(1));
            value(config, "enabled", Boolean.class, "true or false");
            value(config, "every", Duration.class, "10m");
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.sentence());
        }
    }

    private static <T> Optional<T> value(
            Config config, String name, Class<T> type, String example) {
        String setting = "spawn.retention." + name;
        try {
            return config.getOptionalValue(setting, type);
        } catch (IllegalArgumentException unreadable) {
            throw new Refusal(
                    "%s=%s cannot be read; write %s"
                            .formatted(
                                    setting, config.getConfigValue(setting).getValue(), example));
        }
    }

    /** Bytes of files above the limits; 0 when there are none. */
    public long excess(long files, long free) {
        // A double is exact enough for a share of a disk, and does not overflow.
        long share = (long) ((files + free) * (diskPercent / 100.0));
        long most = bytes == null ? share : Math.min(bytes, share);
        return Math.max(0, files - most);
    }
}
