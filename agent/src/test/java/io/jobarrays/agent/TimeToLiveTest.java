package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.AgentMessage.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeToLiveTest {
    private static final Instant NOW = Instant.parse("2026-01-13T10:00:00Z");

    @TempDir Path machine = Path.of("");
    private Root root = new Root(Path.of(""));

    @BeforeEach
    void make() throws Exception {
        root = new Root(machine);
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
        ttl("2026-01-13T09:00:00Z")
                .tell(new Deadline("2026-01-13T12:00:00Z", "2026-01-13T08:00:00Z"));

        assertThat(ttl("2026-01-13T09:00:00Z").deadline())
                .contains(Instant.parse("2026-01-13T12:00:00Z"));
    }

    @Test
    void aDeadlineCanBeLifted() throws Exception {
        ttl("2026-01-13T09:00:00Z").tell(new Deadline(null, "2026-01-13T08:00:00Z"));

        assertThat(ttl("2026-01-13T09:00:00Z").deadline()).isEmpty();
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
        assertThatThrownBy(() -> new PowerSwitch(root, TimeToLive.POWER_OFF))
                .hasMessageContaining("set spored.poweroff too");
    }

    private TimeToLive ttl(String atBirth) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new TimeToLive(root, atBirth, clock, new PowerSwitch(root, "true"));
    }
}
