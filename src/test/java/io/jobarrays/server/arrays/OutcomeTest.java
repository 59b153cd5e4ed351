package io.jobarrays.server.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void allIndexesWithZeroAreAllOk() {
        ArraySnapshot array = Scene.of().ended("EXIT_0").released("EXIT_0").snapshot();

        assertThat(Outcome.of(array)).isEqualTo("ALL_OK");
        assertThat(Outcome.exitCode(array)).isZero();
    }

    @Test
    void failuresAreCountedAgainstTheArraysSize() {
        ArraySnapshot array =
                Scene.of().ended("EXIT_0").ended("EXIT_7").released("EXIT_0").snapshot();

        assertThat(Outcome.of(array)).isEqualTo("FAILED_1_OF_3");
        assertThat(Outcome.exitCode(array)).isEqualTo(1);
    }

    @Test
    void anArrayWithoutWorkIsUp() {
        ArraySnapshot array =
                new Scene().arrived().snapshotOf("job-array-name", "compute", "count", "1");

        assertThat(Outcome.of(array)).isEqualTo("UP");
    }

    @Test
    void someWithoutCapacityIsPartialSuccess() {
        Scene scene = Scene.of().ended("EXIT_0").failedToLaunch("InsufficientInstanceCapacity");
        scene.launchCode("InsufficientInstanceCapacity");

        assertThat(Outcome.launchCode(scene.snapshot())).isEqualTo(4);
        assertThat(Outcome.exitCode(scene.snapshot())).isEqualTo(4);
    }

    @Test
    void enoughByMinViableIsSuccess() {
        ArraySnapshot array =
                Scene.of("min-viable", "1")
                        .ended("EXIT_0")
                        .failedToLaunch("InsufficientInstanceCapacity")
                        .snapshot();

        assertThat(Outcome.launchCode(array)).isZero();
    }

    @Test
    void noCapacityForACoupledArrayHasItsOwnExitCode() {
        Scene scene = Scene.of("barrier", "true").outcome("NOT_VIABLE");
        scene.failedToLaunch("InsufficientInstanceCapacity");

        assertThat(Outcome.of(scene.snapshot())).isEqualTo("NOT_VIABLE");
        assertThat(Outcome.launchCode(scene.launchCode("InsufficientInstanceCapacity").snapshot()))
                .isEqualTo(5);
        assertThat(Outcome.launchCode(scene.launchCode("VcpuLimitExceeded").snapshot()))
                .isEqualTo(6);
    }
}
