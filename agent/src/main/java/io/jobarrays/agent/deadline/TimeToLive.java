package io.jobarrays.agent.deadline;

import io.jobarrays.agent.deadline.Lifetime.PausedLifetime;
import io.jobarrays.agent.deadline.Lifetime.Unlimited;
import io.jobarrays.agent.deadline.Lifetime.Until;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.DeadlineStored;
import io.jobarrays.contract.AgentMessage.Pause;
import io.jobarrays.contract.AgentMessage.Paused;
import io.jobarrays.contract.Durations;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Ends the machine at its deadline: the last one the server told, kept on the disk, at first the
 * one of the bootstrap. Nothing on this path speaks to a network.
 *
 * <p>The deadline is held by this machine's own clock, and moves with it when somebody sets it.
 */
public final class TimeToLive {
    /** How long a machine lives on when it cannot read until when it may. */
    static final Duration FALLBACK_LIFETIME = Duration.ofMinutes(10);

    /** Time to read the word that moves a deadline which was told when it had passed. */
    static final Duration PAST_DEADLINE_GRACE = Duration.ofSeconds(5);

    /** Not having run for so long, the machine has been frozen. */
    static final Duration FREEZE_THRESHOLD = Duration.ofSeconds(30);

    /** A deadline does not rest for longer on a machine that is awake. */
    static final Duration MAX_PAUSE = Duration.ofMinutes(15);

    /** Time for the server to say how long a machine lives that was off when its time was over. */
    static final Duration RESUME_GRACE = Duration.ofMinutes(5);

    private static final Duration CLOCK_STEP_TOLERANCE = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(TimeToLive.class);

    private final LifetimeFile lifetimeFile;
    private final Clock clock;
    private final Supplier<Duration> uptime;
    private Lifetime lifetime;
    private Instant lastTime;
    private Duration lastUptime;

    public TimeToLive(RootDirectory root, String atBirth, Clock clock, Supplier<Duration> uptime) {
        this.lifetimeFile = new LifetimeFile(root);
        this.clock = clock;
        this.uptime = uptime;
        this.lastTime = clock.instant();
        this.lastUptime = uptime.get();
        this.lifetime = readLifetime(atBirth);
    }

    /** By this machine's clock; empty when there is none or it rests. */
    public synchronized Optional<Instant> deadline() {
        return lifetime instanceof Until until ? Optional.of(until.at()) : Optional.empty();
    }

    /** For people, where no deadline runs. */
    public synchronized String describe() {
        return switch (lifetime) {
            case Unlimited endless -> "none";
            case Until until -> until.at().toString();
            case PausedLifetime resting ->
                    "at rest since %s, with %s left"
                            .formatted(resting.since(), Durations.format(resting.remaining()));
        };
    }

    /** On the disk first: what was told holds also after the agent's own end. */
    public synchronized DeadlineStored setDeadline(Deadline told) throws IOException {
        String at = told.at();
        lifetimeFile.allowPause();
        writeThenApply(
                at == null ? new Unlimited() : untilServerDeadline(at, Instant.parse(told.now())));
        return new DeadlineStored(at);
    }

    /** A rest is not begun anew by its repetition; empty: it has been for too long already. */
    public synchronized Optional<Paused> pause(Pause told) throws IOException {
        Long remaining = told.remainingSeconds();
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
     * A new boot: what rested runs on, and what ran out while the machine was off is told anew. To
     * be called before anybody asks whether the deadline has {@link #passed}.
     */
    public synchronized void onBoot() {
        if (lifetime instanceof PausedLifetime resting) {
            resumeCountdown(resting);
        } else if (lifetime instanceof Until until && lifetimeFile.markReboot()) {
            grantResumeGrace(until);
        }
    }

    /** To be called every second. */
    synchronized void tick() {
        Instant time = clock.instant();
        Duration up = uptime.get();
        Duration passed = Duration.between(lastTime, time);
        Duration ran = up.minus(lastUptime);
        lastTime = time;
        lastUptime = up;
        Duration step = passed.minus(ran);
        if (step.abs().compareTo(CLOCK_STEP_TOLERANCE) > 0) {
            LOG.warnf("the clock of this machine was moved by %s", step);
            shiftBy(step);
        }
        if (lifetime instanceof PausedLifetime resting && ran.compareTo(FREEZE_THRESHOLD) > 0) {
            resumeCountdown(resting);
        } else if (lifetime instanceof PausedLifetime resting
                && !time.isBefore(resting.since().plus(MAX_PAUSE))) {
            lifetimeFile.forbidPause();
            resumeCountdown(resting);
        } else if (lifetime instanceof Until until && ran.compareTo(FREEZE_THRESHOLD) > 0) {
            grantResumeGrace(until);
        }
    }

    synchronized boolean hasPassed() {
        return lifetime instanceof Until until && !clock.instant().isBefore(until.at());
    }

    /**
     * The warning that is due now, if any; it will not be given again, also not by a later agent.
     */
    synchronized Optional<Duration> takeDueWarning() {
        if (!(lifetime instanceof Until until)) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), until.at());
        int due = left.toSeconds() >= 600 ? 0 : left.toSeconds() >= 60 ? 10 : 1;
        if (due == 0 || (until.warnedMinutes() != 0 && until.warnedMinutes() <= due)) {
            return Optional.empty();
        }
        apply(until.warnedMinutes(due));
        return Optional.of(left);
    }

    private Until untilServerDeadline(String told, Instant now) {
        Instant here = clock.instant();
        Instant at = here.plus(Duration.between(now, Instant.parse(told)));
        Until before = lifetime instanceof Until held ? held : null;
        if (before != null && before.serverDeadline().equals(told)) {
            // Said again, it may have been long on its way; it was not earlier than it is.
            boolean earlier = at.isAfter(here) && at.isBefore(before.at());
            return earlier ? new Until(at, told, before.warnedMinutes()) : before;
        }
        Instant mercy = here.plus(PAST_DEADLINE_GRACE);
        if (before != null && before.at().isBefore(mercy)) {
            mercy = before.at();
        }
        return new Until(at.isBefore(mercy) ? mercy : at, told, 0);
    }

    private void shiftBy(Duration step) {
        switch (lifetime) {
            case Unlimited endless -> {}
            case Until until -> apply(until.shifted(step));
            case PausedLifetime resting -> apply(resting.shifted(step));
        }
    }

    private void resumeCountdown(PausedLifetime resting) {
        apply(new Until(clock.instant().plus(resting.remaining()), "-", 0));
        LOG.infof("the deadline runs again: %s", lifetime.format());
    }

    /** Stopped or hibernated by somebody who did not have the deadline rest. */
    private void grantResumeGrace(Until until) {
        Instant soonest = clock.instant().plus(RESUME_GRACE);
        if (until.at().isBefore(soonest)) {
            LOG.warnf("awake at %s or after: the server has until %s", until.at(), soonest);
            apply(new Until(soonest, until.serverDeadline(), 10));
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

    private Lifetime readLifetime(String atBirth) {
        try {
            return lifetimeFile.read();
        } catch (NoSuchFileException e) {
            return initialLifetime(atBirth).orElseGet(Unlimited::new);
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("cannot read the deadline: %s", e);
            return initialLifetime(atBirth).orElseGet(this::fallbackLifetime);
        }
    }

    private Optional<Lifetime> initialLifetime(String atBirth) {
        try {
            return atBirth.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Until(Instant.parse(atBirth), "-", 0));
        } catch (DateTimeException e) {
            LOG.errorf("\"%s\" is no deadline: %s", atBirth, e.getMessage());
            return Optional.of(fallbackLifetime());
        }
    }

    private Lifetime fallbackLifetime() {
        return new Until(clock.instant().plus(FALLBACK_LIFETIME), "-", 0);
    }
}
