package io.jobarrays.agent.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.FakeClock;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines of machines that are stopped, hibernated or about to be. */
class PausedDeadlineTest {
    private static final Instant NOW = Instant.parse("2026-01-13T10:00:00Z");

    @TempDir Path machine = Path.of("");
    private RootDirectory root = new RootDirectory(Path.of(""));
    private final FakeClock clock = new FakeClock(NOW);

    @BeforeEach
    void createRoot() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
    }

    @Test
    void resumesPausedDeadlineAtNextBoot() throws Exception {
        ttl("2026-01-13T10:30:00Z").pause(new Pause(1800L));
        clock.advance(Duration.ofDays(1));

        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.onBoot();

        assertThat(ttl.deadline()).contains(NOW.plus(Duration.ofDays(1)).plusSeconds(1800));
    }

    @Test
    void resumesPausedDeadlineAfterHibernation() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));
        clock.advance(Duration.ofSeconds(20));
        ttl.tick();
        assertThat(ttl.deadline()).isEmpty();

        clock.advance(Duration.ofHours(9));
        ttl.tick();

        assertThat(ttl.deadline()).contains(clock.instant().plusSeconds(1800));
    }

    @Test
    void grantsResumeGraceOncePerBootWhenDeadlinePassedWhileOff() throws Exception {
        ttl("2026-01-13T10:30:00Z").setDeadline(deadline("2026-01-13T12:00:00Z"));
        clock.advance(Duration.ofDays(1));

        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.onBoot();

        assertThat(ttl.deadline()).contains(clock.instant().plus(TimeToLive.RESUME_GRACE));
        clock.advance(TimeToLive.RESUME_GRACE);
        TimeToLive next = ttl("2026-01-13T10:30:00Z");
        next.onBoot();
        assertThat(next.hasPassed()).isTrue();
    }

    @Test
    void grantsResumeGraceWhenDeadlinePassedDuringHibernation() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.setDeadline(deadline("2026-01-13T12:00:00Z"));
        clock.advance(Duration.ofDays(1));

        ttl.tick();

        assertThat(ttl.deadline()).contains(clock.instant().plus(TimeToLive.RESUME_GRACE));
    }

    @Test
    void keepsBootstrapDeadlineWhenServerNeverSetOne() {
        TimeToLive ttl = ttl("2026-01-13T10:01:00Z");

        ttl.onBoot();

        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T10:01:00Z"));
    }

    @Test
    void endsPauseAfterMaxPauseWhenMachineKeepsRunning() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));
        pauseFor(ttl, TimeToLive.MAX_PAUSE.minusSeconds(1));
        assertThat(ttl.hasPassed()).isFalse();
        assertThat(ttl.deadline()).isEmpty();

        // Also when another agent runs by then.
        TimeToLive next = ttl("2026-01-13T10:30:00Z");
        clock.advance(Duration.ofSeconds(1));
        next.tick();

        assertThat(next.deadline()).contains(clock.instant().plusSeconds(1800));
    }

    @Test
    void repeatedPauseDoesNotExtendPause() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));
        pauseFor(ttl, TimeToLive.MAX_PAUSE.minusSeconds(1));

        assertThat(ttl.pause(new Pause(1800L))).isPresent();
        pauseFor(ttl, Duration.ofSeconds(1));

        assertThat(ttl.deadline()).contains(clock.instant().plusSeconds(1800));
        assertThat(ttl.pause(new Pause(1800L))).isEmpty();
        assertThat(ttl("").pause(new Pause(1800L))).isEmpty();
        assertThat(ttl.deadline()).isPresent();
        ttl.setDeadline(deadline("2026-01-13T12:00:00Z"));
        assertThat(ttl.pause(new Pause(1800L))).isPresent();
    }

    @Test
    void newDeadlineEndsPause() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));

        ttl.setDeadline(deadline("2026-01-13T10:40:00Z"));

        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T10:40:00Z"));
    }

    /** Lets time pass on a machine that keeps running. */
    private void pauseFor(TimeToLive ttl, Duration span) {
        for (int i = 0; i < span.toSeconds(); i++) {
            clock.advance(Duration.ofSeconds(1));
            ttl.tick();
        }
    }

    private static Deadline deadline(String at) {
        return new Deadline(at, NOW.toString());
    }

    private TimeToLive ttl(String initialDeadline) {
        return new TimeToLive(root, initialDeadline, clock, clock::uptime);
    }
}
