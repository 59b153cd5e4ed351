package io.jobarrays.agent.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.agent.FakeClock;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.DeadlineStored;
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
    private final FakeClock time = new FakeClock(NOW);

    @BeforeEach
    void make() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
    }

    @Test
    void theDeadlineOfTheBootstrapHoldsAtFirst() {
        TimeToLive ttl = ttl("2026-01-13T10:00:00Z");

        assertThat(ttl.passed()).isTrue();
    }

    @Test
    void withoutAnyTheMachineLives() {
        assertThat(ttl("").passed()).isFalse();
        assertThat(ttl("").deadline()).isEmpty();
    }

    @Test
    void theOneToldLastHoldsForTheNextAgentToo() throws Exception {
        ttl("2026-01-13T09:00:00Z").tell(deadline("2026-01-13T12:00:00Z"));

        assertThat(ttl("2026-01-13T09:00:00Z").deadline())
                .contains(Instant.parse("2026-01-13T12:00:00Z"));
    }

    @Test
    void aDeadlineCanBeLifted() throws Exception {
        ttl("2026-01-13T09:00:00Z").tell(new Deadline(null, NOW.toString()));

        assertThat(ttl("2026-01-13T09:00:00Z").deadline()).isEmpty();
    }

    @Test
    void whatWasToldIsAnsweredInTheServersOwnWords() throws Exception {
        assertThat(ttl("").tell(new Deadline("2026-01-13T08:30:00Z", "2026-01-13T08:00:00Z")))
                .isEqualTo(new DeadlineStored("2026-01-13T08:30:00Z"));
    }

    @Test
    void aMachineWhoseClockIsWrongEndsInTime() throws Exception {
        TimeToLive ttl = ttl("");

        ttl.tell(new Deadline("2026-01-13T08:30:00Z", "2026-01-13T08:00:00Z"));

        assertThat(ttl.deadline()).contains(NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void aWordThatWasLongOnItsWayDoesNotMakeTheSameDeadlineLater() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.tell(deadline("2026-01-13T12:00:00Z"));
        time.pass(Duration.ofMinutes(10));

        ttl.tell(deadline("2026-01-13T12:00:00Z"));

        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T12:00:00Z"));
    }

    @Test
    void aClockThatIsSetTakesTheDeadlineAlong() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.tell(deadline("2026-01-13T12:00:00Z"));

        time.setClock(NOW.plus(Duration.ofDays(1)));
        ttl.tick();

        assertThat(ttl.passed()).isFalse();
        time.pass(Duration.ofHours(2));
        assertThat(ttl.passed()).isTrue();
        assertThat(ttl("").passed()).isTrue();
    }

    @Test
    void aClockSetBackDoesNotLengthenALife() throws Exception {
        TimeToLive ttl = ttl("");
        ttl.tell(deadline("2026-01-13T12:00:00Z"));

        time.setClock(NOW.minus(Duration.ofDays(1)));
        ttl.tick();

        time.pass(Duration.ofHours(2));
        assertThat(ttl.passed()).isTrue();
    }

    @Test
    void aDeadlineToldTooLateLeavesTimeForTheWordThatMovesIt() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");

        ttl.tell(deadline("2026-01-13T09:00:00Z"));
        assertThat(ttl.passed()).isFalse();
        ttl.tell(deadline("2026-01-13T14:00:00Z"));
        assertThat(ttl.deadline()).contains(Instant.parse("2026-01-13T14:00:00Z"));
    }

    @Test
    void aDeadlineThatStaysInThePastEndsTheMachineNevertheless() throws Exception {
        TimeToLive ttl = ttl("");

        ttl.tell(deadline("2026-01-13T09:00:00Z"));
        time.pass(Duration.ofSeconds(4));
        ttl.tell(deadline("2026-01-13T09:00:00Z"));

        time.pass(Duration.ofSeconds(1));
        assertThat(ttl.passed()).isTrue();
    }

    @Test
    void noWordGivesTimeBeyondTheDeadlineOnTheDisk() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:00:02Z");

        ttl.tell(deadline("2026-01-13T09:00:00Z"));

        time.pass(Duration.ofSeconds(2));
        assertThat(ttl.passed()).isTrue();
    }

    @Test
    void whatAFullDiskDoesNotTakeHoldsForTheNextAgentOfThisBoot() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        ttl.tell(deadline("2026-01-13T12:00:00Z"));
        Path full = root.state(".deadline.new");
        Files.createDirectories(full.resolve("x"));

        time.setClock(NOW.plus(Duration.ofDays(1)));
        ttl.tick();

        assertThat(ttl("").deadline()).contains(Instant.parse("2026-01-14T12:00:00Z"));
        Files.delete(full.resolve("x"));
        ttl.tell(deadline("2026-01-13T13:00:00Z"));
        assertThat(ttl("").deadline()).contains(time.instant().plus(Duration.ofHours(3)));
    }

    @Test
    void warningsComeTenMinutesAndOneBeforeTheEndAndOnce() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:30:00Z");
        assertThat(ttl.warning()).isEmpty();
        time.pass(Duration.ofMinutes(20).plusSeconds(1));
        assertThat(ttl.warning()).contains(Duration.ofSeconds(599));
        assertThat(ttl.warning()).isEmpty();

        TimeToLive next = ttl("2026-01-13T10:30:00Z");

        assertThat(next.warning()).isEmpty();
        time.pass(Duration.ofMinutes(9));
        assertThat(next.warning()).contains(Duration.ofSeconds(59));
        assertThat(next.warning()).isEmpty();
    }

    @Test
    void anExtensionIsFollowedByWarningsOfItsOwn() throws Exception {
        TimeToLive ttl = ttl("2026-01-13T10:05:00Z");
        assertThat(ttl.warning()).isPresent();
        ttl.tell(deadline("2026-01-13T10:06:00Z"));
        assertThat(ttl.warning()).isPresent();

        ttl.tell(deadline("2026-01-13T10:06:00Z"));

        assertThat(ttl.warning()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNotTakenForNoDeadline() throws Exception {
        Files.writeString(root.state("deadline"), "2026-01");

        assertThat(ttl("2026-01-13T09:00:00Z").passed()).isTrue();
        assertThat(ttl("").deadline()).contains(NOW.plus(TimeToLive.WITHOUT_DEADLINE));
        assertThat(ttl("tomorrow").deadline()).contains(NOW.plus(TimeToLive.WITHOUT_DEADLINE));
    }

    @Test
    void aTrialOnOtherFilesDoesNotTurnItsHostOff() {
        assertThatThrownBy(() -> new AgentPowerSwitch(root, AgentPowerSwitch.COMMAND))
                .hasMessageContaining("set spored.poweroff too");
    }

    private static Deadline deadline(String at) {
        return new Deadline(at, NOW.toString());
    }

    private TimeToLive ttl(String atBirth) {
        return new TimeToLive(root, atBirth, time, time::uptime);
    }
}
