package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.CapacityPolicy.Choice;
import io.jobarrays.server.instances.rows.LaunchPool;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityPolicyTest {
    private static final LaunchPool FIRST = new LaunchPool("c5.large", "us-east-1a", true);
    private static final LaunchPool OTHER_ZONE = new LaunchPool("c5.large", "us-east-1b", true);
    private static final LaunchPool OTHER_TYPE = new LaunchPool("c5a.large", "us-east-1a", true);
    private static final Instant SOON = NOW.plusSeconds(1);
    private static final Instant LATER = NOW.plusSeconds(2);

    @Test
    void anArrayWithoutChoicesHasOnePool() {
        assertThat(CapacityPolicy.of(ArrayFixture.of().planned().snapshot(), Map.of()))
                .isEqualTo(new Choice(new LaunchPool(null, null, false), 1, false));
    }

    @Test
    void spreadsMembersOverTheZonesOfTheFirstType() {
        assertThat(choice(ladder().planned(), Map.of())).isEqualTo(new Choice(FIRST, 2, false));
        assertThat(choice(ladder().launched().planned(), Map.of()))
                .isEqualTo(new Choice(OTHER_ZONE, 2, false));
    }

    @Test
    void triesAllZonesBeforeTheNextTypeAndSpotBeforeOnDemand() {
        ArrayFixture array = ladder().planned();

        assertThat(choice(array, Map.of(FIRST, SOON))).isEqualTo(new Choice(OTHER_ZONE, 1, false));
        assertThat(choice(array, Map.of(FIRST, SOON, OTHER_ZONE, SOON)).pool())
                .isEqualTo(OTHER_TYPE);
        assertThat(
                        choice(
                                        array,
                                        Map.of(
                                                FIRST,
                                                SOON,
                                                OTHER_ZONE,
                                                SOON,
                                                OTHER_TYPE,
                                                SOON,
                                                new LaunchPool("c5a.large", "us-east-1b", true),
                                                SOON))
                                .pool())
                .isEqualTo(new LaunchPool("c5.large", "us-east-1a", false));
    }

    @Test
    void triesThePoolThatIsFreeFirstWhenAllAreExhausted() {
        ArrayFixture array = ArrayFixture.of("az", "us-east-1a,us-east-1b").planned();

        assertThat(
                        choice(
                                array,
                                Map.of(
                                        new LaunchPool(null, "us-east-1a", false),
                                        LATER,
                                        new LaunchPool(null, "us-east-1b", false),
                                        SOON)))
                .isEqualTo(new Choice(new LaunchPool(null, "us-east-1b", false), 1, true));
    }

    @Test
    void keepsACoupledArrayInTheZoneOfItsMembers() {
        ArrayFixture array =
                ArrayFixture.of("barrier", "true", "az", "us-east-1b,us-east-1a")
                        .launched()
                        .planned();

        assertThat(choice(array, Map.of()))
                .isEqualTo(new Choice(new LaunchPool(null, "us-east-1a", false), 1, false));
        assertThat(choice(ArrayFixture.of("barrier", "true").launched().planned(), Map.of()).pool())
                .isEqualTo(new LaunchPool(null, "us-east-1a", false));
    }

    private static ArrayFixture ladder() {
        return ArrayFixture.of(
                "instance-type",
                "c5.large,c5a.large",
                "az",
                "us-east-1a,us-east-1b",
                "spot",
                "true",
                "spot-fallback",
                "true");
    }

    private static Choice choice(ArrayFixture array, Map<LaunchPool, Instant> exhausted) {
        return CapacityPolicy.of(array.snapshot(), exhausted);
    }
}
