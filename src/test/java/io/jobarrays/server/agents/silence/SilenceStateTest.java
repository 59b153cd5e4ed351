package io.jobarrays.server.agents.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.agents.silence.SilenceState.Listening;
import io.jobarrays.server.agents.silence.SilenceState.MassSilence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceStateTest {
    private static final Instant NOW = Instant.parse("2026-01-13T12:00:00Z");
    private static final Listening LISTENING = new Listening(NOW.minusSeconds(3600));
    private static final SilenceRules RULES =
            new SilenceRules(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(60));

    @Test
    void halfOfTheConnectedAgentsAreMany() {
        assertThat(look(heardAgo(40, 45, 50, 1, 1, 1))).isInstanceOf(MassSilence.class);
        assertThat(look(heardAgo(40, 45, 50, 1, 1, 1, 1))).isEqualTo(LISTENING);
    }

    @Test
    void twoAgentsAreNeverMany() {
        assertThat(look(heardAgo(40, 40))).isEqualTo(LISTENING);
        assertThat(look(heardAgo(40, 40, 40))).isInstanceOf(MassSilence.class);
    }

    @Test
    void agentsFallSilentTogetherWithinTheWindow() {
        assertThat(look(heardAgo(160, 130, 101))).isInstanceOf(MassSilence.class);
        assertThat(look(heardAgo(162, 130, 101))).isEqualTo(LISTENING);
    }

    @Test
    void agentsThatWereSilentBeforeDoNotCountAsConnected() {
        assertThat(look(heardAgo(900, 700, 500, 300, 40, 40, 40, 1, 1, 1)))
                .isInstanceOfSatisfying(
                        MassSilence.class,
                        mass -> {
                            assertThat(mass.since()).isEqualTo(NOW.minusSeconds(40));
                            assertThat(mass.agents()).hasSize(3);
                        });
    }

    @Test
    void agentsThatFallSilentLaterAreAddedToTheMass() {
        SilenceState mass = look(heardAgo(40, 40, 40, 1, 1));
        Instant later = NOW.plusSeconds(100);

        assertThat(mass.next(at(later, 140, 140, 140, 101, 1), RULES, later))
                .isInstanceOfSatisfying(
                        MassSilence.class, one -> assertThat(one.agents()).hasSize(4));
    }

    @Test
    void massSilenceEndsWhenHalfAreBackAndTheOthersHaveTheirWholeTimeAgain() {
        SilenceState mass = look(heardAgo(40, 40, 40, 40));
        Instant later = NOW.plusSeconds(600);

        assertThat(mass.next(at(later, 640, 640, 640, 2), RULES, later)).isEqualTo(mass);
        assertThat(mass.next(at(later, 640, 640, 2, 2), RULES, later))
                .isInstanceOfSatisfying(
                        Listening.class,
                        listening -> assertThat(listening.countedFrom()).isEqualTo(later));
    }

    @Test
    void massSilenceEndsWhenItsInstancesHaveEnded() {
        assertThat(look(heardAgo(40, 40, 40)).next(List.of(), RULES, NOW))
                .isEqualTo(new Listening(NOW));
    }

    @Test
    void agentsThatStaySilentAfterAMassSilenceAreNoNewOne() {
        Instant later = NOW.plusSeconds(600);
        SilenceState half =
                look(heardAgo(40, 40, 40, 40, 40, 40))
                        .next(at(later, 640, 640, 640, 2, 2, 2), RULES, later);
        Instant evenLater = later.plusSeconds(60);

        // Contacts are not older than the time from which silence counts.
        assertThat(half.next(at(evenLater, 60, 60, 60, 2, 2, 2), RULES, evenLater)).isEqualTo(half);
        assertThat(half.next(at(evenLater, 60, 60, 60, 40, 40, 40), RULES, evenLater))
                .isInstanceOf(MassSilence.class);
    }

    private static SilenceState look(List<AgentContact> contacts) {
        return LISTENING.next(contacts, RULES, NOW);
    }

    private static List<AgentContact> heardAgo(long... seconds) {
        return at(NOW, seconds);
    }

    private static List<AgentContact> at(Instant now, long... secondsAgo) {
        List<AgentContact> contacts = new ArrayList<>();
        for (long seconds : secondsAgo) {
            contacts.add(
                    new AgentContact("i-" + contacts.size(), "compute", now.minusSeconds(seconds)));
        }
        return contacts;
    }
}
