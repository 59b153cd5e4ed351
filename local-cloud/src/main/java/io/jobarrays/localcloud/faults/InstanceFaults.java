package io.jobarrays.localcloud.faults;

import java.time.Duration;
import java.util.List;

/**
 * Faults that struck an instance at its launch. {@link #isActive} counts their times from then;
 * those that act on a booted instance have times of their own.
 */
public final class InstanceFaults {
    private final List<ActiveFault> faults;
    private final Duration visibleAfter;
    private final long launchedAtNanos = System.nanoTime();

    /**
     * @param visibleAfter time until calls by id and lists show the instance
     */
    public InstanceFaults(List<ActiveFault> faults, Duration visibleAfter) {
        this.faults = List.copyOf(faults);
        this.visibleAfter = visibleAfter;
    }

    public List<ActiveFault> all() {
        return faults;
    }

    /** Whether a fault of this kind has its effect now: after its delay, within its window. */
    public boolean isActive(FaultKind kind) {
        Duration age = age();
        return faults.stream()
                .filter(fault -> fault.rule().kind() == kind && !fault.isRemoved())
                .anyMatch(fault -> isInWindow(fault.rule(), age));
    }

    /** Time until the window of one of its faults of this kind ends; an hour without a window. */
    public Duration timeLeft(FaultKind kind) {
        Duration age = age();
        return faults.stream()
                .map(ActiveFault::rule)
                .filter(rule -> rule.kind() == kind && isInWindow(rule, age))
                .flatMap(rule -> rule.window().map(rule.delay()::plus).stream())
                .map(end -> end.minus(age))
                .min(Duration::compareTo)
                .orElse(Duration.ofHours(1));
    }

    /** User data that runs at the first boot: none while the boot hangs. */
    public byte[] bootUserData(byte[] launched) {
        return isActive(FaultKind.BOOT_HANGS) ? new byte[0] : launched.clone();
    }

    /** Offset of the clock; the instance keeps it when the rule is removed. */
    public Duration clockOffset() {
        return faults.stream()
                .map(ActiveFault::rule)
                .filter(rule -> rule.kind() == FaultKind.CLOCK_SKEW)
                .map(FaultRule::offset)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Whether calls by its id answer that it does not exist. */
    public boolean isUnknown() {
        return isInvisible() || isActive(FaultKind.NOT_FOUND);
    }

    /** Whether lists do not have it. */
    public boolean isUnlisted() {
        return isInvisible() || isActive(FaultKind.UNLISTED);
    }

    private boolean isInvisible() {
        return age().compareTo(visibleAfter) < 0;
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - launchedAtNanos);
    }

    private static boolean isInWindow(FaultRule rule, Duration age) {
        return age.compareTo(rule.delay()) >= 0
                && rule.window()
                        .map(window -> age.compareTo(rule.delay().plus(window)) < 0)
                        .orElse(true);
    }
}
