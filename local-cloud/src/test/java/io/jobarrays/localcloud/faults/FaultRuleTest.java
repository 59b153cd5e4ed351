package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultRuleTest {
    private static final FaultTarget RUN = FaultTarget.of("ec2:RunInstances");

    private long now;
    private final Faults faults = new Faults(() -> now);

    @Test
    void sameSeedStrikesTheSameCallsOfAnOperation() {
        List<Boolean> first = strikes(new Faults(() -> 0), 7, "ec2:RunInstances");
        List<Boolean> second = strikes(new Faults(() -> 0), 7, "ec2:RunInstances");

        assertThat(second).isEqualTo(first);
        assertThat(first).contains(true, false);
        assertThat(strikes(new Faults(() -> 0), 8, "ec2:RunInstances")).isNotEqualTo(first);
        assertThat(strikes(new Faults(() -> 0), 7, "ec2:StopInstances")).isNotEqualTo(first);
    }

    @Test
    void callsOfOtherOperationsDoNotChangeTheSequence() {
        List<Boolean> alone = strikes(new Faults(() -> 0), 7, "ec2:RunInstances");
        faults.set(rule(FaultKind.THROTTLE, "ec2:*", 1000, 0.3, 7));
        List<Boolean> mixed = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            strikesOnce(faults, FaultTarget.of("ec2:DescribeInstances"));
            mixed.add(strikesOnce(faults, RUN));
            strikesOnce(faults, FaultTarget.of("route53:GetChange"));
        }

        assertThat(mixed).isEqualTo(alone);
    }

    @Test
    void probabilityIsTheShareOfStrikes() {
        long struck =
                strikes(new Faults(() -> 0), 1, "ec2:RunInstances").stream()
                        .filter(Boolean::booleanValue)
                        .count();

        assertThat(struck).isBetween(40L, 80L);
    }

    @Test
    void countLimitsTheStrikes() {
        faults.set(rule(FaultKind.THROTTLE, "*", 3, 1, 0));

        assertThat(strikesOnce(faults, RUN)).isTrue();
        assertThat(strikesOnce(faults, FaultTarget.of("route53:GetChange"))).isTrue();
        assertThat(strikesOnce(faults, RUN)).isTrue();
        assertThat(strikesOnce(faults, RUN)).isFalse();
        assertThat(faults.all().getFirst().matchCount()).isEqualTo(4);
    }

    @Test
    void onlyTheFaultThatHasTheEffectCountsTheStrike() {
        ActiveFault first = faults.set(rule(FaultKind.THROTTLE, "*", 1, 1, 0));
        ActiveFault second = faults.set(rule(FaultKind.SERVER_ERROR, "*", 1, 1, 0));

        assertThat(faults.strike(FaultKind.Target.CALL, RUN)).contains(first);
        assertThat(second.strikeCount()).isZero();
        assertThat(second.matchCount()).isOne();
        assertThat(faults.strike(FaultKind.Target.CALL, RUN)).contains(second);
        assertThat(faults.strike(FaultKind.Target.CALL, RUN)).isEmpty();
    }

    @Test
    void strikesWithinItsTimeOnly() {
        faults.set(
                new FaultRule(
                        FaultKind.THROTTLE,
                        "*",
                        Optional.empty(),
                        Optional.empty(),
                        1000,
                        1,
                        Duration.ofSeconds(10),
                        Optional.of(Duration.ofSeconds(5)),
                        0,
                        Duration.ZERO,
                        Optional.empty(),
                        0,
                        Duration.ZERO));

        assertThat(strikesOnce(faults, RUN)).isFalse();
        now = Duration.ofSeconds(10).toNanos();
        assertThat(strikesOnce(faults, RUN)).isTrue();
        now = Duration.ofSeconds(15).toNanos();
        assertThat(strikesOnce(faults, RUN)).isFalse();
    }

    @Test
    void tagAndZoneMustMatch() {
        faults.set(
                new FaultRule(
                        FaultKind.THROTTLE,
                        "ec2:Run*",
                        Optional.of(Map.entry("name", "a")),
                        Optional.of("us-east-1b"),
                        1000,
                        1,
                        Duration.ZERO,
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        Optional.empty(),
                        0,
                        Duration.ZERO));

        assertThat(strikesOnce(faults, target("a", "us-east-1b"))).isTrue();
        assertThat(strikesOnce(faults, target("b", "us-east-1b"))).isFalse();
        assertThat(strikesOnce(faults, target("a", "us-east-1a"))).isFalse();
        assertThat(strikesOnce(faults, RUN)).isFalse();
    }

    @Test
    void removedFaultStrikesNoMore() {
        ActiveFault fault = faults.set(rule(FaultKind.THROTTLE, "*", 1000, 1, 0));

        assertThat(faults.remove(fault.id())).isTrue();
        assertThat(faults.remove(fault.id())).isFalse();
        assertThat(strikesOnce(faults, RUN)).isFalse();
        assertThat(fault.isRemoved()).isTrue();
    }

    private static List<Boolean> strikes(Faults faults, long seed, String operation) {
        faults.set(rule(FaultKind.THROTTLE, "ec2:*", 1000, 0.3, seed));
        List<Boolean> strikes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            strikes.add(strikesOnce(faults, FaultTarget.of(operation)));
        }
        return strikes;
    }

    private static boolean strikesOnce(Faults faults, FaultTarget target) {
        return faults.strike(FaultKind.Target.CALL, target).isPresent();
    }

    private static FaultTarget target(String name, String zone) {
        return new FaultTarget(
                "ec2:RunInstances", Set.of(Map.entry("name", name)), Set.of(zone), false);
    }

    private static FaultRule rule(
            FaultKind kind, String operation, int count, double probability, long seed) {
        return new FaultRule(
                kind,
                operation,
                Optional.empty(),
                Optional.empty(),
                count,
                probability,
                Duration.ZERO,
                Optional.empty(),
                seed,
                Duration.ZERO,
                Optional.empty(),
                0,
                Duration.ZERO);
    }
}
