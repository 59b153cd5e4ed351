package io.jobarrays.agent.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.FakeClock;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a deadline while its machine is off, or about to be. */
class PausedDeadlineTest {
    private static final Instant NOW = Instant.parse("2026-01-13T10:00:00Z");

    @TempDir Path machine = Path.of("");
    private RootDirectory root = new RootDirectory(Path.of(""));
    private final FakeClock time = new FakeClock(NOW);

    @BeforeEach
    void make() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
    }

    @Test
    void whatRestedRunsOnFromTheNextBoot() throws Exception {
        ttl("2026-01-13T10:30:00Z").pause(new Pause(1800L));
        time.pass(Duration.ofDays(1));

        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.booted();

        assertThat(ttl.deadline()).contains(NOW.plus(Duration.ofDays(1)).plusSeconds(1800));
    }

    @Test
    void whatRestedRunsOnWhenAFrozenMachineAwakes() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));
        time.pass(Duration.ofSeconds(20));
        ttl.tick();
        assertThat(ttl.deadline()).isEmpty();

        time.pass(Duration.ofHours(9));
        ttl.tick();

        assertThat(ttl.deadline()).contains(time.instant().plusSeconds(1800));
    }

    @Test
    void whatPassedWhileTheMachineWasOffWaitsForTheServerOnceInABoot() throws Exception {
        ttl("2026-01-13T10:30:00Z").tell(deadline("2026-01-13T12:00:00Z"));
        time.pass(Duration.ofDays(1));

        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.booted();

        assertThat(ttl.deadline()).contains(time.instant().plus(TimeToLive.AWAKENING));
        time.pass(TimeToLive.AWAKENING);
        TimeToLive next = ttl("2026-01-13T10:30:00Z");
        next.booted();
        assertThat(next.passed()).isTrue();
    }

    @Test
    void whatPassedWhileTheMachineWasFrozenWaitsForTheServerToo() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.tell(deadline("2026-01-13T12:00:00Z"));
        time.pass(Duration.ofDays(1));

        ttl.tick();

        assertThat(ttl.deadline()).contains(time.instant().plus(TimeToLive.AWAKENING));
    }

    @Test
    void aMachineThatNeverHeardOfAServerHasNoTimeBeyondTheBootstraps() {
        TimeToLive ttl = ttl("2026-01-13T10:01:00Z");

        ttl.booted();

        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T10:01:00Z"));
    }

    @Test
    void aMachineThatIsNeverStoppedRestsForAQuarterOfAnHour() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));
        rest(ttl, TimeToLive.LONGEST_REST.minusSeconds(1));
        assertThat(ttl.passed()).isFalse();
        assertThat(ttl.deadline()).isEmpty();

        // Also when another agent has come meanwhile.
        TimeToLive next = ttl("2026-01-13T10:30:00Z");
        time.pass(Duration.ofSeconds(1));
        next.tick();

        assertThat(next.deadline()).contains(time.instant().plusSeconds(1800));
    }

    @Test
    void aWordThatIsRepeatedMakesNoRestLonger() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));
        rest(ttl, TimeToLive.LONGEST_REST.minusSeconds(1));

        assertThat(ttl.pause(new Pause(1800L))).isPresent();
        rest(ttl, Duration.ofSeconds(1));

        assertThat(ttl.deadline()).contains(time.instant().plusSeconds(1800));
        assertThat(ttl.pause(new Pause(1800L))).isEmpty();
        assertThat(ttl("").pause(new Pause(1800L))).isEmpty();
        assertThat(ttl.deadline()).isPresent();
        ttl.tell(deadline("2026-01-13T12:00:00Z"));
        assertThat(ttl.pause(new Pause(1800L))).isPresent();
    }

    @Test
    void aNewDeadlineEndsTheRest() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.pause(new Pause(1800L));

        ttl.tell(deadline("2026-01-13T10:40:00Z"));

        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T10:40:00Z"));
    }

    /** On a machine that is awake all the time. */
    private void rest(TimeToLive ttl, Duration span) {
        for (int i = 0; i < span.toSeconds(); i++) {
            time.pass(Duration.ofSeconds(1));
            ttl.tick();
        }
    }

    private static Deadline deadline(String at) {
        return new Deadline(at, NOW.toString());
    }

    private TimeToLive ttl(String atBirth) {
        return new TimeToLive(root, atBirth, time, time::uptime);
    }
}
