package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.aws.LaunchDemand;
import io.jobarrays.server.aws.LaunchQueue;
import io.jobarrays.server.batch.ArrayLaunches;
import io.jobarrays.server.traces.ExecutionTraces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LaunchAdmissionTest {
    private static final IndexSet BOTH = IndexSet.firstOf(2);
    private static final String OTHERS = "others";

    @Inject LaunchAdmission admission;
    @Inject LaunchQueue queue;
    @Inject ArrayOwners owners;
    @Inject ActionExecutor executor;
    @Inject ArrayLaunches arrayLaunches;
    @Inject SimulatedPhases phases;
    @Inject ExecutionTraces traces;
    @Inject Clock clock;

    private static int launches;

    private String name = "";
    private String array = "";

    @BeforeEach
    void launch() {
        launches++;
        name = "simulated-admission-" + launches;
        phases.hold(name);
        array =
                arrayLaunches
                        .launch(
                                ArraySpec.of(
                                        Map.of(
                                                "job-array-name",
                                                name,
                                                "count",
                                                "2",
                                                "command",
                                                "true",
                                                "on-complete",
                                                "terminate")))
                        .id();
    }

    @AfterEach
    void end() {
        queue.leave(OTHERS);
        queue.leave(array);
        queue.giveBack(queue.mostPerCall());
        phases.releaseHeld(name);
    }

    @Test
    void aLaunchWaitsWhileOthersHaveUsedUpTheLaunchRate() {
        queue.admit(
                new LaunchDemand(OTHERS, Instant.EPOCH, queue.mostPerCall(), queue.mostPerCall()));

        assertThat(admit()).isFalse();

        ArraySnapshot waiting = owners.snapshot(array);
        assertThat(waiting.launchQueuedUntil()).isAfter(clock.instant().minusSeconds(1));
        assertThat(waiting.members()).extracting(MemberSnapshot::admittedAt).containsOnlyNulls();

        admission.leave(waiting, reconciler());
        assertThat(owners.snapshot(array).launchQueuedUntil()).isNull();
    }

    @Test
    void barrierTimeoutsCountFromTheAdmission() {
        assertThat(admit()).isTrue();

        assertThat(owners.snapshot(array).members())
                .extracting(MemberSnapshot::admittedAt)
                .doesNotContainNull();
    }

    @Test
    void barrierTimeoutsDoNotCountWhileTheLaunchRateRefusesTheCall() {
        assertThat(admit()).isTrue();

        admission.withdraw(owners.snapshot(array), BOTH);

        ArraySnapshot waiting = owners.snapshot(array);
        assertThat(waiting.members())
                .allMatch(member -> waiting.enrolDeadline(member).equals(Instant.MAX));
    }

    private boolean admit() {
        return admission.admit(
                new Action.Launch(BOTH, 1, false, 2), BOTH, owners.snapshot(array), reconciler());
    }

    private ArrayReconciler reconciler() {
        return new ArrayReconciler(array, owners, executor, traces, clock);
    }
}
