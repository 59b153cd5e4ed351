package io.jobarrays.agent.deadline;

import io.jobarrays.agent.deadline.Lifetime.Endless;
import io.jobarrays.agent.deadline.Lifetime.Resting;
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
    static final Duration WITHOUT_DEADLINE = Duration.ofMinutes(10);

    /** Time to read the word that moves a deadline which was told when it had passed. */
    static final Duration SECOND_THOUGHT = Duration.ofSeconds(5);

    /** Not having run for so long, the machine has been frozen. */
    static final Duration SLEEP = Duration.ofSeconds(30);

    /** A deadline does not rest for longer on a machine that is awake. */
    static final Duration LONGEST_REST = Duration.ofMinutes(15);

    /** Time for the server to say how long a machine lives that was off when its time was over. */
    static final Duration AWAKENING = Duration.ofMinutes(5);

    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(TimeToLive.class);

    private final LifetimeFile kept;
    private final Clock clock;
    private final Supplier<Duration> uptime;
    private Lifetime term;
    private Instant lastTime;
    private Duration lastUptime;

    public TimeToLive(RootDirectory root, String atBirth, Clock clock, Supplier<Duration> uptime) {
        this.kept = new LifetimeFile(root);
        this.clock = clock;
        this.uptime = uptime;
        this.lastTime = clock.instant();
        this.lastUptime = uptime.get();
        this.term = lastTold(atBirth);
    }

    /** By this machine's clock; empty when there is none or it rests. */
    public synchronized Optional<Instant> deadline() {
        return term instanceof Until until ? Optional.of(until.at()) : Optional.empty();
    }

    /** For people, where no deadline runs. */
    public synchronized String describe() {
        return switch (term) {
            case Endless endless -> "none";
            case Until until -> until.at().toString();
            case Resting resting ->
                    "at rest since %s, with %s left"
                            .formatted(resting.since(), Durations.format(resting.remaining()));
        };
    }

    /** On the disk first: what was told holds also after the agent's own end. */
    public synchronized DeadlineStored tell(Deadline told) throws IOException {
        String at = told.at();
        kept.mayRest();
        change(at == null ? new Endless() : until(at, Instant.parse(told.now())));
        return new DeadlineStored(at);
    }

    /** A rest is not begun anew by its repetition; empty: it has been for too long already. */
    public synchronized Optional<Paused> pause(Pause told) throws IOException {
        Long remaining = told.remainingSeconds();
        if (remaining == null) {
            change(new Endless());
        } else if (kept.restedTooLong()) {
            return Optional.empty();
        } else if (!(term instanceof Resting)) {
            change(new Resting(Duration.ofSeconds(remaining), clock.instant()));
        }
        return Optional.of(new Paused());
    }

    /**
     * A new boot: what rested runs on, and what ran out while the machine was off is told anew. To
     * be called before anybody asks whether the deadline has {@link #passed}.
     */
    public synchronized void booted() {
        if (term instanceof Resting resting) {
            goOn(resting);
        } else if (term instanceof Until until && kept.boots()) {
            awaken(until);
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
        if (step.abs().compareTo(STEP) > 0) {
            LOG.warnf("the clock of this machine was moved by %s", step);
            move(step);
        }
        if (term instanceof Resting resting && ran.compareTo(SLEEP) > 0) {
            goOn(resting);
        } else if (term instanceof Resting resting
                && !time.isBefore(resting.since().plus(LONGEST_REST))) {
            kept.mayRestNoMore();
            goOn(resting);
        } else if (term instanceof Until until && ran.compareTo(SLEEP) > 0) {
            awaken(until);
        }
    }

    synchronized boolean passed() {
        return term instanceof Until until && !clock.instant().isBefore(until.at());
    }

    /**
     * The warning that is due now, if any; it will not be given again, also not by a later agent.
     */
    synchronized Optional<Duration> warning() {
        if (!(term instanceof Until until)) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), until.at());
        int due = left.toSeconds() >= 600 ? 0 : left.toSeconds() >= 60 ? 10 : 1;
        if (due == 0 || (until.warned() != 0 && until.warned() <= due)) {
            return Optional.empty();
        }
        hold(until.warned(due));
        return Optional.of(left);
    }

    private Until until(String told, Instant now) {
        Instant here = clock.instant();
        Instant at = here.plus(Duration.between(now, Instant.parse(told)));
        Until before = term instanceof Until held ? held : null;
        if (before != null && before.told().equals(told)) {
            // Said again, it may have been long on its way; it was not earlier than it is.
            boolean earlier = at.isAfter(here) && at.isBefore(before.at());
            return earlier ? new Until(at, told, before.warned()) : before;
        }
        Instant mercy = here.plus(SECOND_THOUGHT);
        if (before != null && before.at().isBefore(mercy)) {
            mercy = before.at();
        }
        return new Until(at.isBefore(mercy) ? mercy : at, told, 0);
    }

    private void move(Duration step) {
        switch (term) {
            case Endless endless -> {}
            case Until until -> hold(until.moved(step));
            case Resting resting -> hold(resting.moved(step));
        }
    }

    private void goOn(Resting resting) {
        hold(new Until(clock.instant().plus(resting.remaining()), "-", 0));
        LOG.infof("the deadline runs again: %s", term.line());
    }

    /** Stopped or hibernated by somebody who did not have the deadline rest. */
    private void awaken(Until until) {
        Instant soonest = clock.instant().plus(AWAKENING);
        if (until.at().isBefore(soonest)) {
            LOG.warnf("awake at %s or after: the server has until %s", until.at(), soonest);
            hold(new Until(soonest, until.told(), 10));
        }
    }

    private void change(Lifetime next) throws IOException {
        kept.write(next);
        term = next;
    }

    private void hold(Lifetime next) {
        term = next;
        kept.hold(next);
    }

    private Lifetime lastTold(String atBirth) {
        try {
            return kept.read();
        } catch (NoSuchFileException e) {
            return born(atBirth).orElseGet(Endless::new);
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("cannot read the deadline: %s", e);
            return born(atBirth).orElseGet(this::soon);
        }
    }

    private Optional<Lifetime> born(String atBirth) {
        try {
            return atBirth.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Until(Instant.parse(atBirth), "-", 0));
        } catch (DateTimeException e) {
            LOG.errorf("\"%s\" is no deadline: %s", atBirth, e.getMessage());
            return Optional.of(soon());
        }
    }

    private Lifetime soon() {
        return new Until(clock.instant().plus(WITHOUT_DEADLINE), "-", 0);
    }
}
