package io.jobarrays.server.aws;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
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
        AwsErrorDetails details = cause.awsErrorDetails();
        String code = details == null ? "" : String.valueOf(details.errorCode());
        String said = details == null ? cause.getMessage() : details.errorMessage();
        return new AwsFailure(
                AwsErrorCodes.kind(code, cause.statusCode()),
                code,
                "%s: %s, %s".formatted(attempted, code, said));
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }
}
