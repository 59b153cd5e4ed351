package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.ArrayFixture;
import io.jobarrays.server.arrays.snapshot.ArrayCost;
import io.jobarrays.server.instances.rows.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrayWarningsTest {
    private static final Instant DEADLINE = Instant.parse("2026-01-13T14:00:00Z");
    private static final Duration LEAD = Duration.ofMinutes(10);

    @Test
    void warnsTenMinutesBeforeTheDeadline() {
        ArrayFixture array = ArrayFixture.of("ttl", "2h").deadline(DEADLINE).enrolled();

        assertThat(due(array, DEADLINE.minusSeconds(601))).isFalse();
        assertThat(due(array, DEADLINE.minusSeconds(600))).isTrue();
        assertThat(due(array, DEADLINE.minusSeconds(1))).isTrue();
        assertThat(due(array, DEADLINE)).isFalse();
    }

    @Test
    void warnsAtHalfOfAShortTtl() {
        ArrayFixture array = ArrayFixture.of("ttl", "6m").deadline(DEADLINE).enrolled();

        assertThat(due(array, DEADLINE.minusSeconds(181))).isFalse();
        assertThat(due(array, DEADLINE.minusSeconds(180))).isTrue();
    }

    @Test
    void warnsOnlyOfMachinesThatRun() {
        Instant now = DEADLINE.minusSeconds(60);

        assertThat(due(ArrayFixture.of().enrolled(), now)).isFalse();
        assertThat(due(ArrayFixture.of().deadline(DEADLINE).planned(), now)).isFalse();
        assertThat(due(ArrayFixture.of().deadline(DEADLINE).endedAndTerminated("EXIT_0"), now))
                .isFalse();
        assertThat(due(ArrayFixture.of().deadline(DEADLINE).enrolled().draining(), now)).isFalse();
    }

    @Test
    void costIsThePriceFromLaunchToEnd() {
        Instant launch = DEADLINE.minus(Duration.ofHours(100));

        assertThat(
                        ArrayCost.usd(
                                List.of(
                                        instance("t3.micro", launch, null),
                                        instance("t3.micro", launch, launch.plusSeconds(36_000)),
                                        instance("x9.unknown", launch, null)),
                                DEADLINE))
                .isEqualByComparingTo("1.14");
        assertThat(ArrayCost.usd(List.of(), DEADLINE)).isEqualByComparingTo("0");
    }

    @Test
    void costHasTheFractionsOfACentThatALimitMayHave() {
        Instance instance = instance("t3.micro", DEADLINE.minusSeconds(36), null);

        assertThat(ArrayCost.exactUsd(List.of(instance), DEADLINE))
                .isEqualByComparingTo("0.000104");
        assertThat(ArrayCost.usd(List.of(instance), DEADLINE)).isEqualByComparingTo("0");
    }

    private static boolean due(ArrayFixture array, Instant now) {
        return TtlWarning.due(array.snapshot(), LEAD, now).isPresent();
    }

    private static Instance instance(String type, Instant launch, @Nullable Instant end) {
        Instance instance = new Instance();
        instance.instanceType = type;
        instance.launchedAt = launch;
        instance.endedAt = end;
        return instance;
    }
}
