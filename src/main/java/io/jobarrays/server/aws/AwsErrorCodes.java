package io.jobarrays.server.aws;

import io.jobarrays.server.aws.AwsFailure.Kind;
import java.util.Map;
import java.util.Set;

/** Error codes of EC2 and Route 53 and the kind of failure each one means. */
public final class AwsErrorCodes {
    /** EC2 has no capacity for the instance type in this zone; an HTTP 500. */
    public static final String INSUFFICIENT_INSTANCE_CAPACITY = "InsufficientInstanceCapacity";

    /** EC2 does not support the request in this zone, as the instance type. */
    public static final String UNSUPPORTED = "Unsupported";

    /** EC2 does not offer the instance type. */
    public static final String INVALID_INSTANCE_TYPE = "InvalidInstanceType";

    /** Route 53 has no hosted zone of that id or name. */
    public static final String NO_SUCH_HOSTED_ZONE = "NoSuchHostedZone";

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

    /** Besides the codes that begin with {@code Insufficient}. */
    private static final Set<String> CAPACITY =
            Set.of("ReservationCapacityExceeded", "UnfulfillableCapacity", "SpotMaxPriceTooLow");

    /** Besides the codes that end with {@code LimitExceeded}. */
    private static final Set<String> QUOTA =
            Set.of("MaxSpotInstanceCountExceeded", "TooManyHostedZones", "PendingVerification");

    private static final Set<String> DENIED =
            Set.of(
                    "UnauthorizedOperation",
                    "AuthFailure",
                    "AccessDenied",
                    "AccessDeniedException",
                    "Blocked",
                    "OptInRequired",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "MissingAuthenticationToken",
                    "IncompleteSignature",
                    "InvalidSignatureException",
                    "SignatureDoesNotMatch");

    private static final Set<String> AMBIGUOUS =
            Set.of(
                    "InternalError",
                    "InternalFailure",
                    "ServiceUnavailable",
                    "Unavailable",
                    "RequestExpired",
                    "RequestTimeout");

    /** Codes whose kind follows neither from their form nor from the HTTP status. */
    static final Map<Kind, Set<String>> KNOWN =
            Map.of(
                    Kind.CONSISTENCY, CONSISTENCY,
                    Kind.THROTTLED, THROTTLED,
                    Kind.CAPACITY, CAPACITY,
                    Kind.QUOTA, QUOTA,
                    Kind.DENIED, DENIED,
                    Kind.AMBIGUOUS, AMBIGUOUS);

    private AwsErrorCodes() {}

    /** The kind of a code whose HTTP status is not known; an unknown code is {@code CONFIG}. */
    public static Kind kind(String code) {
        return kind(code, 0);
    }

    /**
     * @param code as AWS wrote it
     * @param status HTTP status of the answer; decides for unknown codes
     */
    static Kind kind(String code, int status) {
        for (Map.Entry<Kind, Set<String>> known : KNOWN.entrySet()) {
            if (known.getValue().contains(code)) {
                return known.getKey();
            }
        }
        // InsufficientHostCapacity, InsufficientFreeAddressesInSubnet and similar codes.
        if (code.startsWith("Insufficient")) {
            return Kind.CAPACITY;
        }
        // VcpuLimitExceeded, InstanceLimitExceeded, VolumeLimitExceeded and similar codes.
        if (code.endsWith("LimitExceeded")) {
            return Kind.QUOTA;
        }
        return switch (status) {
            case 401, 403 -> Kind.DENIED;
            case 429 -> Kind.THROTTLED;
            default -> status >= 500 ? Kind.AMBIGUOUS : Kind.CONFIG;
        };
    }
}
