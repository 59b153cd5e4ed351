package io.jobarrays.server.aws;

import io.jobarrays.server.aws.AwsFailure.Kind;
import java.util.Map;
import java.util.Set;

/** What the error codes of EC2 and Route 53 mean to us. */
final class AwsErrorCodes {
    private static final Set<String> CONSISTENCY =
            Set.of(
                    "InvalidInstanceID.NotFound",
                    "InvalidVolume.NotFound",
                    "InvalidNetworkInterfaceID.NotFound",
                    "NoSuchChange");

    private static final Set<String> THROTTLED =
            Set.of(
                    "RequestLimitExceeded",
                    "EC2ThrottledException",
                    "Throttling",
                    "ThrottlingException",
                    "ThrottledException",
                    "RequestThrottled",
                    "RequestThrottledException",
                    "TooManyRequestsException",
                    "BandwidthLimitExceeded",
                    "PriorRequestNotComplete",
                    "SlowDown");

    private static final Set<String> CAPACITY =
            Set.of(
                    "InsufficientInstanceCapacity",
                    "InsufficientHostCapacity",
                    "InsufficientReservedInstanceCapacity",
                    "InsufficientCapacityOnHost",
                    "InsufficientCapacity",
                    "InsufficientFreeAddressesInSubnet",
                    "InsufficientVolumeCapacity",
                    "ReservationCapacityExceeded",
                    "UnfulfillableCapacity",
                    "SpotMaxPriceTooLow");

    private static final Set<String> QUOTA =
            Set.of("MaxSpotInstanceCountExceeded", "TooManyHostedZones", "PendingVerification");

    private static final Set<String> AMBIGUOUS =
            Set.of(
                    "InternalError",
                    "InternalFailure",
                    "ServiceUnavailable",
                    "Unavailable",
                    "RequestExpired",
                    "RequestTimeout");

    private static final Map<Kind, Set<String>> KNOWN =
            Map.of(
                    Kind.CONSISTENCY, CONSISTENCY,
                    Kind.THROTTLED, THROTTLED,
                    Kind.CAPACITY, CAPACITY,
                    Kind.QUOTA, QUOTA,
                    Kind.AMBIGUOUS, AMBIGUOUS);

    private AwsErrorCodes() {}

    /**
     * @param code as AWS wrote it; unknown ones are classed by {@code status}
     * @param status of HTTP
     */
    static Kind kind(String code, int status) {
        for (Map.Entry<Kind, Set<String>> known : KNOWN.entrySet()) {
            if (known.getValue().contains(code)) {
                return known.getKey();
            }
        }
        // VcpuLimitExceeded, InstanceLimitExceeded, VolumeLimitExceeded and their like.
        if (code.endsWith("LimitExceeded")) {
            return Kind.QUOTA;
        }
        if (status == 429) {
            return Kind.THROTTLED;
        }
        return status >= 500 ? Kind.AMBIGUOUS : Kind.CONFIG;
    }
}
