package io.jobarrays.server.arrays.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.ArrayFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayOutcomeTest {
    @Test
    void memberWithoutItsOutputsHasFailed() {
        var array = ArrayFixture.of("collect", "out/*").ended("EXIT_0").unkeptOutputs("too large");

        assertThat(ArrayOutcome.of(array.snapshot())).isEqualTo("FAILED_1_OF_1");
        assertThat(ArrayOutcome.exitCode(array.snapshot())).isEqualTo(1);
    }

    @Test
    void isAllOkWhenEveryMemberExitsWithZero() {
        ArraySnapshot array =
                ArrayFixture.of().ended("EXIT_0").endedAndTerminated("EXIT_0").snapshot();

        assertThat(ArrayOutcome.of(array)).isEqualTo("ALL_OK");
        assertThat(ArrayOutcome.exitCode(array)).isZero();
    }

    @Test
    void countsFailedMembersOfTheSize() {
        ArraySnapshot array =
                ArrayFixture.of()
                        .ended("EXIT_0")
                        .ended("EXIT_7")
                        .endedAndTerminated("EXIT_0")
                        .snapshot();

        assertThat(ArrayOutcome.of(array)).isEqualTo("FAILED_1_OF_3");
        assertThat(ArrayOutcome.exitCode(array)).isEqualTo(1);
    }

    @Test
    void isUpWithoutWork() {
        ArraySnapshot array =
                new ArrayFixture().enrolled().snapshotOf("job-array-name", "compute", "count", "1");

        assertThat(ArrayOutcome.of(array)).isEqualTo("UP");
    }

    @Test
    void exitsWithFourWhenSomeMembersWereNotLaunched() {
        ArrayFixture array =
                ArrayFixture.of().ended("EXIT_0").failedToLaunch("InsufficientInstanceCapacity");
        array.launchError("InsufficientInstanceCapacity");

        assertThat(ArrayOutcome.launchExitCode(array.snapshot())).isEqualTo(4);
        assertThat(ArrayOutcome.exitCode(array.snapshot())).isEqualTo(4);
    }

    @Test
    void exitsWithZeroWhenMinViableMembersWereLaunched() {
        ArraySnapshot array =
                ArrayFixture.of("min-viable", "1")
                        .ended("EXIT_0")
                        .failedToLaunch("InsufficientInstanceCapacity")
                        .snapshot();

        assertThat(ArrayOutcome.launchExitCode(array)).isZero();
    }

    @Test
    void exitsWithTheCodeOfTheLaunchErrorWhenNotViable() {
        ArrayFixture array = ArrayFixture.of("barrier", "true").outcome("NOT_VIABLE");
        array.failedToLaunch("InsufficientInstanceCapacity");

        assertThat(ArrayOutcome.of(array.snapshot())).isEqualTo("NOT_VIABLE");
        assertThat(
                        ArrayOutcome.launchExitCode(
                                array.launchError("InsufficientInstanceCapacity").snapshot()))
                .isEqualTo(5);
        assertThat(ArrayOutcome.launchExitCode(array.launchError("VcpuLimitExceeded").snapshot()))
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "InsufficientInstanceCapacity, 5",
        "UnfulfillableCapacity, 5",
        "SpotMaxPriceTooLow, 5",
        "InstanceLimitExceeded, 6",
        "VolumeLimitExceeded, 6",
        "PendingVerification, 6",
        "RequestLimitExceeded, 6",
        "Throttling, 6",
        "EC2ThrottledException, 6",
        "SlowDown, 6",
        "UnauthorizedOperation, 7",
        "AuthFailure, 7",
        "AccessDenied, 7",
        "InvalidAMIID.NotFound, 1",
        "SomethingNew, 1",
    })
    void launchWithoutInstanceExitsWithCodeOfItsAwsFailure(String awsCode, int exitCode) {
        ArrayFixture array = ArrayFixture.of().failedToLaunch(awsCode).failedToLaunch(awsCode);

        assertThat(ArrayOutcome.launchExitCode(array.launchError(awsCode).snapshot()))
                .isEqualTo(exitCode);
    }
}
