package io.jobarrays.agent.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.agent.FakeClock;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.DeadlineStored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeToLiveTest {
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
    void usesBootstrapDeadlineInitially() {
        TimeToLive ttl = ttl("2026-01-13T10:00:00Z");

        assertThat(ttl.hasPassed()).isTrue();
    }

    @Test
    void hasNoDeadlineWhenNoneIsSet() {
        assertThat(ttl("").hasPassed()).isFalse();
        assertThat(ttl("").deadline()).isEmpty();
    }

    @Test
    void keepsLastDeadlineForNextAgent() throws Exception {
        ttl("2026-01-13T09:00:00Z").setDeadline(deadline("2026-01-13T12:00:00Z"));

        assertThat(ttl("2026-01-13T09:00:00Z").deadline())
                .contains(Instant.parse("2026-01-13T12:00:00Z"));
    }

    @Test
    void removesDeadline() throws Exception {
        ttl("2026-01-13T09:00:00Z").setDeadline(new Deadline(null, NOW.toString()));

        assertThat(ttl("2026-01-13T09:00:00Z").deadline()).isEmpty();
    }

    @Test
    void acknowledgesDeadlineAsServerWroteIt() throws Exception {
        assertThat(
                        ttl("").setDeadline(
                                        new Deadline(
                                                "2026-01-13T08:30:00Z", "2026-01-13T08:00:00Z")))
                .isEqualTo(new DeadlineStored("2026-01-13T08:30:00Z"));
    }

    @Test
    void convertsDeadlineToLocalClock() throws Exception {
        TimeToLive ttl = ttl("");

        ttl.setDeadline(new Deadline("2026-01-13T08:30:00Z", "2026-01-13T08:00:00Z"));

        assertThat(ttl.deadline()).contains(NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void delayedRepetitionDoesNotExtendDeadline() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.setDeadline(deadline("2026-01-13T12:00:00Z"));
        clock.advance(Duration.ofMinutes(10));

        ttl.setDeadline(deadline("2026-01-13T12:00:00Z"));

        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T12:00:00Z"));
    }

    @Test
    void shiftsDeadlineWhenClockIsSetForward() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.setDeadline(deadline("2026-01-13T12:00:00Z"));

        clock.setClock(NOW.plus(Duration.ofDays(1)));
        ttl.tick();

        assertThat(ttl.hasPassed()).isFalse();
        clock.advance(Duration.ofHours(2));
        assertThat(ttl.hasPassed()).isTrue();
        assertThat(ttl("").hasPassed()).isTrue();
    }

    @Test
    void doesNotExtendDeadlineWhenClockIsSetBack() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.setDeadline(deadline("2026-01-13T12:00:00Z"));

        clock.setClock(NOW.minus(Duration.ofDays(1)));
        ttl.tick();

        clock.advance(Duration.ofHours(2));
        assertThat(ttl.hasPassed()).isTrue();
    }

    @Test
    void grantsGraceWhenDeadlineArrivesInThePast() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");

        ttl.setDeadline(deadline("2026-01-13T09:00:00Z"));
        assertThat(ttl.hasPassed()).isFalse();
        ttl.setDeadline(deadline("2026-01-13T14:00:00Z"));
        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T14:00:00Z"));
    }

    @Test
    void repeatedPastDeadlineDoesNotRestartGrace() throws Exception {
        TimeToLive ttl = ttl("");

        ttl.setDeadline(deadline("2026-01-13T09:00:00Z"));
        clock.advance(Duration.ofSeconds(4));
        ttl.setDeadline(deadline("2026-01-13T09:00:00Z"));

        clock.advance(Duration.ofSeconds(1));
        assertThat(ttl.hasPassed()).isTrue();
    }

    @Test
    void graceDoesNotExceedDeadlineOnDisk() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:00:02Z");

        ttl.setDeadline(deadline("2026-01-13T09:00:00Z"));

        clock.advance(Duration.ofSeconds(2));
        assertThat(ttl.hasPassed()).isTrue();
    }

    @Test
    void keepsDeadlineForNextAgentOfSameBootWhenDiskIsFull() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.setDeadline(deadline("2026-01-13T12:00:00Z"));
        Path full = root.stateFile(".deadline.new");
        Files.createDirectories(full.resolve("x"));

        clock.setClock(NOW.plus(Duration.ofDays(1)));
        ttl.tick();

        assertThat(ttl("").deadline()).contains(Instant.parse("2026-01-14T12:00:00Z"));
        Files.delete(full.resolve("x"));
        ttl.setDeadline(deadline("2026-01-13T13:00:00Z"));
        assertThat(ttl("").deadline()).contains(clock.instant().plus(Duration.ofHours(3)));
    }

    @Test
    void warnsOnceTenMinutesAndOneMinuteBeforeDeadline() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        assertThat(ttl.takeDueWarning()).isEmpty();
        clock.advance(Duration.ofMinutes(20).plusSeconds(1));
        assertThat(ttl.takeDueWarning()).contains(Duration.ofSeconds(599));
        assertThat(ttl.takeDueWarning()).isEmpty();

        TimeToLive next = ttl("2026-01-13T10:30:00Z");

        assertThat(next.takeDueWarning()).isEmpty();
        clock.advance(Duration.ofMinutes(9));
        assertThat(next.takeDueWarning()).contains(Duration.ofSeconds(59));
        assertThat(next.takeDueWarning()).isEmpty();
    }

    @Test
    void warnsOnceWhenTheServerRepeatsTheDeadlineOfTheBootstrap() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:05:00Z");
        assertThat(ttl.takeDueWarning()).isPresent();

        ttl.setDeadline(deadline("2026-01-13T10:05:00.250Z"));

        assertThat(ttl.takeDueWarning()).isEmpty();
    }

    @Test
    void warnsAgainAfterExtension() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:05:00Z");
        assertThat(ttl.takeDueWarning()).isPresent();
        ttl.setDeadline(deadline("2026-01-13T10:06:00Z"));
        assertThat(ttl.takeDueWarning()).isPresent();

        ttl.setDeadline(deadline("2026-01-13T10:06:00Z"));

        assertThat(ttl.takeDueWarning()).isEmpty();
    }

    @Test
    void usesFallbackLifetimeWhenDeadlineIsUnreadable() throws Exception {
        Files.writeString(root.stateFile("deadline"), "2026-01");

        assertThat(ttl("2026-01-13T09:00:00Z").hasPassed()).isTrue();
        assertThat(ttl("").deadline()).contains(NOW.plus(TimeToLive.FALLBACK_LIFETIME));
        assertThat(ttl("tomorrow").deadline()).contains(NOW.plus(TimeToLive.FALLBACK_LIFETIME));
    }

    @Test
    void refusesHostPoweroffCommandOutsideRootDirectory() {
        assertThatThrownBy(() -> new AgentPowerSwitch(root, AgentPowerSwitch.POWEROFF_COMMAND))
                .hasMessageContaining("set spored.poweroff too");
    }

    private static Deadline deadline(String at) {
        return new Deadline(at, NOW.toString());
    }

    private TimeToLive ttl(String initialDeadline) {
        return new TimeToLive(root, initialDeadline, clock, clock::uptime);
    }
}
