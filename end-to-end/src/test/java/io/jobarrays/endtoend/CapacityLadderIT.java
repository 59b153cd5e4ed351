package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Launches in zones of which the first one has capacity for two instances of the type. */
@Order(2)
@ExtendWith(SharedControlPlane.class)
class CapacityLadderIT {
    private static final String TYPE = "scale.xlarge";
    private static final String ZONES = "us-east-1a,us-east-1b";

    @BeforeAll
    static void limitCapacity(TestControlPlane plane) {
        new TestCloud(plane).limitCapacity("us-east-1a", TYPE, 2);
    }

    @Test
    void membersWithoutBarrierUseTheCapacityOfAllZones(TestControlPlane plane) {
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "zoned",
                        6,
                        "--instance-type",
                        TYPE,
                        "--az",
                        ZONES,
                        "--command",
                        "forever")) {
            assertThat(array.fieldOfEachMember("az"))
                    .containsOnly("us-east-1a", "us-east-1b")
                    .filteredOn("us-east-1a"::equals)
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void membersWithBarrierAreLaunchedInOneZone(TestControlPlane plane) {
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "together",
                        4,
                        "--instance-type",
                        TYPE,
                        "--az",
                        ZONES,
                        "--barrier",
                        "--command",
                        "forever")) {
            assertThat(array.fieldOfEachMember("az")).containsOnly("us-east-1b");
        }
    }

    @Test
    void instanceThatFailsToBootIsReplaced(TestControlPlane plane) {
        try (TestCloud.Fault _ =
                        new TestCloud(plane)
                                .setFault(
                                        "{\"kind\":\"boot-fails\",\"count\":1,"
                                                + "\"tag\":\"spawn:job-array-name=bootless\"}");
                TestArray array =
                        TestArray.launch(
                                plane,
                                "bootless",
                                3,
                                "--instance-type",
                                "scale.nano",
                                "--barrier",
                                "--command",
                                "forever")) {
            assertThat(array.fieldOfEachMember("state")).containsOnly("running");
            assertThat(array.fieldOfEachMember("attempt")).containsOnly("1");
            assertThat(array.fieldOfEachMember("generation"))
                    .containsExactlyInAnyOrderElementsOf(List.of("1", "1", "2"));
        }
    }
}
