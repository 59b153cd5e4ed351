package io.jobarrays.server.agents.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.problems.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private Instant now = Instant.EPOCH;
    private final FailedAttempts attempts =
            new FailedAttempts(
                    new Clock() {
                        @Override
                        public Instant instant() {
                            return now;
                        }

                        @Override
                        public ZoneOffset getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(java.time.ZoneId zone) {
                            return this;
                        }
                    });

    @Test
    void admitsTwentyASecondFromAnAddress() {
        assertThat(admitted(100, i -> "192.0.2.1")).isEqualTo(20);
        assertThat(admitted(100, i -> "192.0.2.2")).isEqualTo(20);

        now = now.plus(Duration.ofMillis(500));
        assertThat(admitted(100, i -> "192.0.2.1")).isEqualTo(10);
    }

    @Test
    void admitsTwoHundredASecondOfAllAddresses() {
        assertThat(admitted(1000, i -> "192.0.2." + i % 250)).isEqualTo(200);
    }

    @Test
    void countsTheNetworkOfAnIpv6Address() {
        assertThat(admitted(100, i -> "2001:db8::" + i)).isEqualTo(20);
    }

    @Test
    void limitsProvenMachinesByThemselves() {
        admitted(1000, i -> "192.0.2." + i % 250);

        assertThat(machinesAdmitted(1000, i -> "i-" + i)).isEqualTo(1000);
        assertThat(machinesAdmitted(100, i -> "i-rogue")).isEqualTo(20);
    }

    private long admitted(int calls, IntFunction<String> address) {
        return IntStream.range(0, calls)
                .filter(i -> isAdmitted(Optional.empty(), address.apply(i)))
                .count();
    }

    private long machinesAdmitted(int calls, IntFunction<String> machine) {
        return IntStream.range(0, calls)
                .filter(i -> isAdmitted(Optional.of(machine.apply(i)), "192.0.2.1"))
                .count();
    }

    private boolean isAdmitted(Optional<String> machine, String address) {
        try {
            attempts.admit(machine, address);
            return true;
        } catch (Refused refused) {
            assertThat(refused.status()).isEqualTo(429);
            return false;
        }
    }
}
