package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random faults and kills against arrays: {@code -Dseeds=200 -Dfirst=1} seeds, one after another on
 * one control plane.
 */
@Tag("campaign")
class RandomFaultsIT {
    private static final String REPRODUCE =
            "./mvnw verify -Pcampaign -pl end-to-end -am -Dit.test=RandomFaultsIT -Dtest=NoTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dfailsafe.failIfNoSpecifiedTests=false -Dseeds=1 -Dfirst=%d";

    @Test
    void invariantsHoldForEverySeed() throws Exception {
        long first = Long.getLong("first", 1);
        List<String> failed = new ArrayList<>();
        TestControlPlane plane = TestControlPlane.inScaleMode(Map.of());
        try {
            for (long number = first; number < first + Long.getLong("seeds", 200); number++) {
                FaultSeed seed = FaultSeed.of(number);
                Instant begin = Instant.now();
                List<String> violations = run(plane, seed);
                FaultSeedRun.print(seed, Duration.between(begin, Instant.now()), violations);
                if (!violations.isEmpty()) {
                    failed.add(REPRODUCE.formatted(number));
                    System.out.println("  reproduce: " + failed.getLast());
                    // What the seed left must not disturb the next one.
                    plane.close();
                    plane = TestControlPlane.inScaleMode(Map.of());
                }
            }
        } finally {
            plane.close();
        }

        assertThat(failed).isEmpty();
    }

    private static List<String> run(TestControlPlane plane, FaultSeed seed)
            throws InterruptedException {
        try {
            return FaultSeedRun.violations(plane, AwsCli.of(plane), seed);
        } catch (IOException | RuntimeException | AssertionError e) {
            return FaultSeedRun.failure(e);
        }
    }
}
