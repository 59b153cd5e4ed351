package io.jobarrays.agent;

import io.jobarrays.contract.AgentMessage.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Ends the machine at its deadline: the last one the server told, kept on the disk, at first the
 * one of the bootstrap. Nothing on this path speaks to a network.
 */
final class TimeToLive {
    static final String POWER_OFF = "shutdown -h now || poweroff";

    /** How long a machine lives on when it cannot read until when it may. */
    static final Duration WITHOUT_DEADLINE = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(TimeToLive.class);
    private static final String NONE = "none";

    private final Path stored;
    private final Clock clock;
    private final PowerSwitch power;
    private volatile Optional<Instant> deadline;

    TimeToLive(Root root, String atBirth, Clock clock, PowerSwitch power) {
        this.stored = root.state("deadline");
        this.clock = clock;
        this.power = power;
        this.deadline = lastTold(atBirth);
    }

    Optional<Instant> deadline() {
        return deadline;
    }

    /** On the disk first: what was told holds also after the agent's own end. */
    void tell(Deadline told) throws IOException {
        String at = told.at();
        Optional<Instant> next = at == null ? Optional.empty() : Optional.of(Instant.parse(at));
        AtomicFile.write(
                stored, next.map(Instant::toString).orElse(NONE) + "\n", AtomicFile.PRIVATE);
        deadline = next;
    }

    /** Never returns but by interruption. */
    void watch() throws InterruptedException {
        while (!passed()) {
            Thread.sleep(Duration.ofSeconds(1));
        }
        LOG.warnf("the deadline %s has passed: this machine ends now", deadline.orElseThrow());
        power.off();
    }

    boolean passed() {
        return deadline.map(at -> !clock.instant().isBefore(at)).orElse(false);
    }

    private Optional<Instant> lastTold(String atBirth) {
        try {
            return parse(Files.readString(stored).strip());
        } catch (NoSuchFileException e) {
            return born(atBirth);
        } catch (IOException | DateTimeException e) {
            LOG.errorf("cannot read the deadline in %s: %s", stored, e);
            return Optional.of(born(atBirth).orElseGet(this::soon));
        }
    }

    private Optional<Instant> born(String atBirth) {
        try {
            return atBirth.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(atBirth));
        } catch (DateTimeException e) {
            LOG.errorf("\"%s\" is no deadline: %s", atBirth, e.getMessage());
            return Optional.of(soon());
        }
    }

    private static Optional<Instant> parse(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(Instant.parse(text));
    }

    private Instant soon() {
        return clock.instant().plus(WITHOUT_DEADLINE);
    }
}
