package io.jobarrays.server.aws;

import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** A call to AWS that failed, classed by what we do about it; AWS's own code is kept verbatim. */
public final class AwsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What we do about it. */
    public enum Kind {
        /** Wait and read again. */
        CONSISTENCY,
        /** Slow down; never counted as no capacity. */
        THROTTLED,
        /** Try again later or elsewhere. */
        CAPACITY,
        /** Stop and say what limit to raise. */
        QUOTA,
        /** Stop: the request can never succeed. */
        CONFIG,
        /** It may have happened: the same token again. */
        AMBIGUOUS
    }

    private static final Map<String, Kind> KINDS =
            Map.ofEntries(
                    Map.entry("InvalidInstanceID.NotFound", Kind.CONSISTENCY),
                    Map.entry("RequestLimitExceeded", Kind.THROTTLED),
                    Map.entry("Throttling", Kind.THROTTLED),
                    Map.entry("ThrottlingException", Kind.THROTTLED),
                    Map.entry("PriorRequestNotComplete", Kind.THROTTLED),
                    Map.entry("InsufficientInstanceCapacity", Kind.CAPACITY),
                    Map.entry("InsufficientHostCapacity", Kind.CAPACITY),
                    Map.entry("InsufficientReservedInstanceCapacity", Kind.CAPACITY),
                    Map.entry("SpotMaxPriceTooLow", Kind.CAPACITY),
                    Map.entry("InsufficientCapacityOnHost", Kind.CAPACITY),
                    Map.entry("InstanceLimitExceeded", Kind.QUOTA),
                    Map.entry("VcpuLimitExceeded", Kind.QUOTA),
                    Map.entry("MaxSpotInstanceCountExceeded", Kind.QUOTA),
                    Map.entry("InternalError", Kind.AMBIGUOUS),
                    Map.entry("InternalFailure", Kind.AMBIGUOUS),
                    Map.entry("ServiceUnavailable", Kind.AMBIGUOUS),
                    Map.entry("Unavailable", Kind.AMBIGUOUS));

    private final Kind kind;
    private final String code;

    public AwsFailure(Kind kind, String code, String sentence) {
        super(sentence);
        this.kind = kind;
        this.code = code;
    }

    /**
     * @param attempted what we were doing, for the sentence
     */
    public static AwsFailure of(String attempted, SdkException cause) {
        AwsFailure failure =
                cause instanceof AwsServiceException service
                        ? answered(attempted, service)
                        : new AwsFailure(
                                Kind.AMBIGUOUS,
                                "NoAnswer",
                                "%s: no answer, %s".formatted(attempted, cause.getMessage()));
        failure.initCause(cause);
        return failure;
    }

    private static AwsFailure answered(String attempted, AwsServiceException cause) {
        String code = cause.awsErrorDetails().errorCode();
        Kind otherwise = cause.statusCode() >= 500 ? Kind.AMBIGUOUS : Kind.CONFIG;
        return new AwsFailure(
                KINDS.getOrDefault(code, otherwise),
                code,
                "%s: %s, %s".formatted(attempted, code, cause.awsErrorDetails().errorMessage()));
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }
}
