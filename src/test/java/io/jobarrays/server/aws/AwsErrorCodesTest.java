package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.aws.AwsFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AwsErrorCodesTest {
    @ParameterizedTest
    @CsvSource({
        "InsufficientInstanceCapacity, 5",
        "InsufficientHostCapacity, 5",
        "InsufficientReservedInstanceCapacity, 5",
        "InsufficientCapacityOnHost, 5",
        "InsufficientCapacity, 5",
        "InsufficientFreeAddressesInSubnet, 5",
        "InsufficientVolumeCapacity, 5",
        "ReservationCapacityExceeded, 5",
        "UnfulfillableCapacity, 5",
        "SpotMaxPriceTooLow, 5",
        "InstanceLimitExceeded, 6",
        "VcpuLimitExceeded, 6",
        "MaxSpotInstanceCountExceeded, 6",
        "TooManyHostedZones, 6",
        "PendingVerification, 6",
        "RequestLimitExceeded, 6",
        "EC2ThrottledException, 6",
        "Throttling, 6",
        "ThrottlingException, 6",
        "ThrottledException, 6",
        "RequestThrottled, 6",
        "RequestThrottledException, 6",
        "TooManyRequestsException, 6",
        "BandwidthLimitExceeded, 6",
        "PriorRequestNotComplete, 6",
        "SlowDown, 6",
        "UnauthorizedOperation, 7",
        "AuthFailure, 7",
        "AccessDenied, 7",
        "AccessDeniedException, 7",
        "Blocked, 7",
        "OptInRequired, 7",
        "ExpiredToken, 7",
        "InvalidClientTokenId, 7",
        "UnrecognizedClientException, 7",
        "SignatureDoesNotMatch, 7",
        "InvalidInstanceID.NotFound, 1",
        "InternalError, 1",
        "InvalidAMIID.NotFound, 1",
        "BarrierTimeout, 1",
        "SomethingNew, 1",
    })
    void exitCodeOfCodeWithoutStatusFollowsItsKind(String code, int exitCode) {
        assertThat(AwsErrorCodes.kind(code).exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @EnumSource
    void classifiesEveryListedCode(Kind kind) {
        AwsErrorCodes.KNOWN.entrySet().stream()
                .filter(known -> known.getKey() == kind)
                .flatMap(known -> known.getValue().stream())
                .forEach(code -> assertThat(AwsErrorCodes.kind(code)).as(code).isEqualTo(kind));
    }

    @Test
    void unknownCodeIsClassifiedByStatus() {
        assertThat(AwsErrorCodes.kind("SomethingNew", 403)).isEqualTo(Kind.DENIED);
        assertThat(AwsErrorCodes.kind("SomethingNew", 401)).isEqualTo(Kind.DENIED);
        assertThat(AwsErrorCodes.kind("SomethingNew", 429)).isEqualTo(Kind.THROTTLED);
        assertThat(AwsErrorCodes.kind("SomethingNew", 500)).isEqualTo(Kind.AMBIGUOUS);
        assertThat(AwsErrorCodes.kind("SomethingNew", 404)).isEqualTo(Kind.CONFIG);
    }
}
