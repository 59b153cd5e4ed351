package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spot interruptions of a running array. */
@Order(2)
@ExtendWith(SharedControlPlane.class)
class SpotIT {
    private static final String WORK =
            "echo attempt $JOB_ARRAY_ATTEMPT; until [ -e /tmp/end ]; do sleep 0.2; done; echo done";
    private static final String HOOK = "echo hook of attempt $JOB_ARRAY_ATTEMPT";

    @Test
    void replacesReclaimedInstancesWhileOthersRun(TestControlPlane plane) {
        reclaim(plane, 4, List.of(2));
    }

    @Test
    void restartsACoupledArrayTogether(TestControlPlane plane) {
        reclaimCoupled(plane, 3, List.of(1));
    }

    @Test
    @Tag("campaign")
    void replacesThreeOfSixteenReclaimedInstances(TestControlPlane plane) {
        reclaim(plane, 16, List.of(3, 7, 12));
    }

    @Test
    @Tag("campaign")
    void restartsSixteenCoupledMembersAfterThreeReclaims(TestControlPlane plane) {
        reclaimCoupled(plane, 16, List.of(3, 7, 12));
    }

    private static void reclaim(TestControlPlane plane, int size, List<Integer> lost) {
        try (TestArray spot = launch(plane, size)) {
            List<String> before = spot.fieldOfEachMember("instance_id");
            int generation = generation(spot);

            interrupt(plane, spot, lost);

            spot.until(TestControlPlane.CONDITION_TIMEOUT, it -> replaced(it, before, lost));
            spot.until(TestControlPlane.CONDITION_TIMEOUT, it -> generation(it) > generation);
            for (int index = 0; index < size; index++) {
                int member = index;
                spot.until(
                        TestControlPlane.CONDITION_TIMEOUT,
                        it -> generationOn(it, member) == generation(it));
            }
            finish(plane, spot, size);
            for (int index = 0; index < size; index++) {
                boolean reclaimed = lost.contains(index);
                assertThat(spot.member(index).path("attempt").asInt()).isEqualTo(reclaimed ? 2 : 1);
                assertThat(spot.member(index).path("name").asText()).isEqualTo("spot-" + index);
                assertThat(hooks(spot.log(index))).isEqualTo(reclaimed ? 1 : 0);
            }
        }
    }

    private static void reclaimCoupled(TestControlPlane plane, int size, List<Integer> lost) {
        try (TestArray spot = launch(plane, size, "--barrier", "--retries", "1")) {
            interrupt(plane, spot, lost);

            for (int index = 0; index < size; index++) {
                int member = index;
                spot.until(
                        TestControlPlane.CONDITION_TIMEOUT,
                        it -> it.log(member).contains("attempt 2"));
            }
            finish(plane, spot, size);
            assertThat(spot.fieldOfEachMember("attempt")).containsOnly("2");
        }
    }

    private static TestArray launch(TestControlPlane plane, int size, String... more) {
        String[] flags = {"--spot", "--command", WORK, "--on-interrupt", HOOK};
        String[] all = Arrays.copyOf(flags, flags.length + more.length);
        System.arraycopy(more, 0, all, flags.length, more.length);
        TestArray spot = TestArray.launch(plane, "spot", size, all);
        IntStream.range(0, size).forEach(index -> spot.untilStarted(index, "attempt 1"));
        return spot;
    }

    private static void interrupt(TestControlPlane plane, TestArray spot, List<Integer> lost) {
        lost.forEach(index -> new TestCloud(plane).interrupt(spot.instance(index), "12s"));
    }

    private static boolean replaced(TestArray fleet, List<String> before, List<Integer> lost) {
        List<String> now = fleet.fieldOfEachMember("instance_id");
        return IntStream.range(0, now.size())
                        .allMatch(i -> lost.contains(i) != now.get(i).equals(before.get(i)))
                && fleet.fieldOfEachMember("state").stream().allMatch("running"::equals);
    }

    private static int generation(TestArray fleet) {
        return fleet.view().path("peers_generation").asInt();
    }

    private static int generationOn(TestArray fleet, int index) {
        return Integer.parseInt(
                fleet.runOn(index, "jq .generation /etc/spawn/peers.meta.json || echo 0").strip());
    }

    private static void finish(TestControlPlane plane, TestArray spot, int size) {
        plane.run("connect", "spot[0-%d]".formatted(size - 1), "--", "touch /tmp/end");
        spot.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
    }

    private static int hooks(String log) {
        return log.split("hook of attempt", -1).length - 1;
    }
}
