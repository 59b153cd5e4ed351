package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.messages.AgentMessage;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final ArrayName COMPUTE = new ArrayName("compute");

    @ParameterizedTest
    @ValueSource(strings = {"a", "compute", "mpi-job", "a1234567890123456789012345678901234567-9"})
    void dnsLabelsAreArrayNames(String name) {
        assertThat(new ArrayName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Compute",
                "1a",
                "a-",
                "a_b",
                "a.b",
                "a b",
                "a12345678901234567890123456789012345678901"
            })
    void anythingElseIsRefused(String name) {
        assertThatThrownBy(() -> new ArrayName(name)).isInstanceOf(Refusal.class);
    }

    @Test
    void idsCarryNameDayAndChance() {
        ArrayId id = ArrayId.of(COMPUTE, LocalDate.of(2026, 1, 13));

        assertThat(id.value()).matches("compute-20260113-[a-z0-9]{6}");
        assertThat(ArrayId.of(COMPUTE, LocalDate.of(2026, 1, 13))).isNotEqualTo(id);
    }

    @Test
    void theSeedsAccountGivesTheSeedsNames() {
        DnsNames names = new DnsNames("435415984226", "spore.host");

        assertThat(names.group("compute")).isEqualTo("compute.5k0zfnmq.spore.host");
        assertThat(names.member("compute", 3)).isEqualTo("compute-3.5k0zfnmq.spore.host");
        assertThat(names.shard("compute", 1)).isEqualTo("compute-g1.5k0zfnmq.spore.host");
    }

    @Test
    void messagesAreNamedInSnakeCase() {
        assertThat(AgentMessage.types())
                .containsEntry("peers_written", AgentMessage.PeersWritten.class)
                .containsEntry("hello", AgentMessage.Hello.class)
                .hasSize(
                        AgentMessage.ToAgent.class.getPermittedSubclasses().length
                                + AgentMessage.FromAgent.class.getPermittedSubclasses().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXIT_0",
                "EXIT_7",
                "SIGNAL_9",
                "LAUNCH_FAILED:VcpuLimitExceeded",
                "SPOT_LOST",
                "NOT_STARTED"
            })
    void exitReasonsReadBackAsWritten(String text) {
        assertThat(ExitReason.parse(text)).hasToString(text);
        assertThat(ExitReason.parse(text).succeeded()).isEqualTo(text.equals("EXIT_0"));
    }
}
