package io.jobarrays.agent.deadline;

import io.jobarrays.agent.deadline.Lifetime.PausedLifetime;
import io.jobarrays.agent.deadline.Lifetime.Unlimited;
import io.jobarrays.agent.deadline.Lifetime.Until;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Durations;
import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.DeadlineStored;
import io.jobarrays.contract.messages.AgentMessage.Pause;
import io.jobarrays.contract.messages.AgentMessage.Paused;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deadline of this machine: the last one the server has set, stored on disk; initially the
 * bootstrap's. Uses no network.
 *
 * <p>The deadline is stored by this machine's clock and shifts when that clock is set.
 */
public final class TimeToLive {
    /** Time to run when the stored deadline is unreadable. */
    static final Duration FALLBACK_LIFETIME = Duration.ofMinutes(10);

    /** Time to receive an extension when a deadline arrives after it has passed. */
    static final Duration PAST_DEADLINE_GRACE = Duration.ofSeconds(5);

    /** A longer interval between two ticks means that the machine was hibernated. */
    static final Duration FREEZE_THRESHOLD = Duration.ofSeconds(30);

    /** Maximum pause on a machine that keeps running. */
    static final Duration MAX_PAUSE = Duration.ofMinutes(15);

    /**
     * Time for the server to set a new deadline when the old one passed while the machine was off.
     */
    static final Duration RESUME_GRACE = Duration.ofMinutes(5);

    /** Two deadlines that differ by less are one, read by the clocks of server and machine. */
    private static final Duration SAME_DEADLINE = Duration.ofSeconds(5);

    private static final Duration CLOCK_STEP_TOLERANCE = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(TimeToLive.class);

    private final LifetimeFile lifetimeFile;
    private final Clock clock;
    private final Supplier<Duration> uptime;
    private Lifetime lifetime;
    private Instant lastTime;
    private Duration lastUptime;

    public TimeToLive(
            RootDirectory root, String initialDeadline, Clock clock, Supplier<Duration> uptime) {
        this.lifetimeFile = new LifetimeFile(root);
        this.clock = clock;
        this.uptime = uptime;
        this.lastTime = clock.instant();
        this.lastUptime = uptime.get();
        this.lifetime = readLifetime(initialDeadline);
    }

    /** Deadline by this machine's clock; empty when there is none or it is paused. */
    public synchronized Optional<Instant> deadline() {
        return lifetime instanceof Until until ? Optional.of(until.at()) : Optional.empty();
    }

    /** Text for {@code spored status}. */
    public synchronized String describe() {
        return switch (lifetime) {
            case Unlimited unlimited -> "none";
            case Until until -> until.at().toString();
            case PausedLifetime paused ->
                    "paused since %s, with %s left"
                            .formatted(paused.since(), Durations.format(paused.remaining()));
        };
    }

    /**
     * Sets the deadline and stores it before the acknowledgement, so that it outlives the agent.
     */
    public synchronized DeadlineStored setDeadline(Deadline message) throws IOException {
        String at = message.at();
        lifetimeFile.allowPause();
        writeThenApply(
                at == null
                        ? new Unlimited()
                        : untilServerDeadline(at, Instant.parse(message.now())));
        return new DeadlineStored(at);
    }

    /**
     * Pauses the deadline; a repetition does not restart the pause.
     *
     * @return empty when the deadline was paused for too long already
     */
    public synchronized Optional<Paused> pause(Pause message) throws IOException {
        Long remaining = message.remainingSeconds();
        if (remaining == null) {
            writeThenApply(new Unlimited());
        } else if (lifetimeFile.pauseForbidden()) {
            return Optional.empty();
        } else if (!(lifetime instanceof PausedLifetime)) {
            writeThenApply(new PausedLifetime(Duration.ofSeconds(remaining), clock.instant()));
        }
        return Optional.of(new Paused());
    }

    /**
     * Resumes a paused deadline and grants grace for one that passed while the machine was off.
     * Must be called before the first {@link #hasPassed}.
     */
    public synchronized void onBoot() {
        if (lifetime instanceof PausedLifetime paused) {
            resumeCountdown(paused);
        } else if (lifetime instanceof Until until && lifetimeFile.markReboot()) {
            grantResumeGrace(until);
        }
    }

    /** Detects clock changes and hibernation; must be called every second. */
    synchronized void tick() {
        Instant now = clock.instant();
        Duration currentUptime = uptime.get();
        Duration clockAdvance = Duration.between(lastTime, now);
        Duration uptimeAdvance = currentUptime.minus(lastUptime);
        lastTime = now;
        lastUptime = currentUptime;
        Duration step = clockAdvance.minus(uptimeAdvance);
        if (step.abs().compareTo(CLOCK_STEP_TOLERANCE) > 0) {
            LOG.warnf("the clock of this machine was set by %s", step);
            shiftBy(step);
        }
        if (lifetime instanceof PausedLifetime paused
                && uptimeAdvance.compareTo(FREEZE_THRESHOLD) > 0) {
            resumeCountdown(paused);
        } else if (lifetime instanceof PausedLifetime paused
                && !now.isBefore(paused.since().plus(MAX_PAUSE))) {
            lifetimeFile.forbidPause();
            resumeCountdown(paused);
        } else if (lifetime instanceof Until until
                && uptimeAdvance.compareTo(FREEZE_THRESHOLD) > 0) {
            grantResumeGrace(until);
        }
    }

    synchronized boolean hasPassed() {
        return lifetime instanceof Until until && !clock.instant().isBefore(until.at());
    }

    /** The deadline is not paused, and at most that far away. */
    synchronized boolean endsWithin(Duration span) {
        return lifetime instanceof Until until && !clock.instant().plus(span).isBefore(until.at());
    }

    /** Returns the remaining time when a warning is due, and records the warning as given. */
    synchronized Optional<Duration> takeDueWarning() {
        if (!(lifetime instanceof Until until)) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), until.at());
        int due = left.toSeconds() >= 600 ? 0 : left.toSeconds() >= 60 ? 10 : 1;
        if (due == 0 || (until.warnedMinutes() != 0 && until.warnedMinutes() <= due)) {
            return Optional.empty();
        }
        apply(until.withWarning(due));
        return Optional.of(left);
    }

    private Until untilServerDeadline(String serverDeadline, Instant serverNow) {
        Instant localNow = clock.instant();
        Instant at = localNow.plus(Duration.between(serverNow, Instant.parse(serverDeadline)));
        Until before = lifetime instanceof Until held ? held : null;
        if (before != null && before.serverDeadline().equals(serverDeadline)) {
            // A repetition may have been delayed, so only an earlier time is taken from it.
            boolean earlier = at.isAfter(localNow) && at.isBefore(before.at());
            return earlier ? new Until(at, serverDeadline, before.warnedMinutes()) : before;
        }
        Instant earliest = localNow.plus(PAST_DEADLINE_GRACE);
        if (before != null && before.at().isBefore(earliest)) {
            earliest = before.at();
        }
        return new Until(
                at.isBefore(earliest) ? earliest : at, serverDeadline, warnedMinutes(before, at));
    }

    /** Users who were warned of the bootstrap's deadline are not warned again of the same one. */
    private static int warnedMinutes(@Nullable Until before, Instant at) {
        if (before == null
                || Duration.between(before.at(), at).abs().compareTo(SAME_DEADLINE) >= 0) {
            return 0;
        }
        return before.warnedMinutes();
    }

    private void shiftBy(Duration step) {
        switch (lifetime) {
            case Unlimited unlimited -> {}
            case Until until -> apply(until.shifted(step));
            case PausedLifetime paused -> apply(paused.shifted(step));
        }
    }

    private void resumeCountdown(PausedLifetime paused) {
        apply(new Until(clock.instant().plus(paused.remaining()), "-", 0));
        LOG.infof("the deadline runs again: %s", lifetime.format());
    }

    /** Extends a deadline that passed during a stop or hibernation without a pause. */
    private void grantResumeGrace(Until until) {
        Instant earliest = clock.instant().plus(RESUME_GRACE);
        if (until.at().isBefore(earliest)) {
            LOG.warnf(
                    "resumed after the deadline %s: waiting for the server until %s",
                    until.at(), earliest);
            apply(new Until(earliest, until.serverDeadline(), 10));
        }
    }

    private void writeThenApply(Lifetime next) throws IOException {
        lifetimeFile.write(next);
        lifetime = next;
    }

    private void apply(Lifetime next) {
        lifetime = next;
        lifetimeFile.writeOrFallBack(next);
    }

    private Lifetime readLifetime(String initialDeadline) {
        try {
            return lifetimeFile.read();
        } catch (NoSuchFileException e) {
            return initialLifetime(initialDeadline).orElseGet(Unlimited::new);
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("cannot read the deadline: %s", e);
            return initialLifetime(initialDeadline).orElseGet(this::fallbackLifetime);
        }
    }

    private Optional<Lifetime> initialLifetime(String initialDeadline) {
        try {
            return initialDeadline.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Until(Instant.parse(initialDeadline), "-", 0));
        } catch (DateTimeException e) {
            LOG.errorf("\"%s\" is not a deadline: %s", initialDeadline, e.getMessage());
            return Optional.of(fallbackLifetime());
        }
    }

    private Lifetime fallbackLifetime() {
        return new Until(clock.instant().plus(FALLBACK_LIFETIME), "-", 0);
    }
}
