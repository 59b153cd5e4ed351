package io.jobarrays.server.aws;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** A failed call to AWS, classified by the reaction it needs; keeps AWS's code verbatim. */
public final class AwsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reaction a failure needs and the exit code of a command that fails with it. */
    public enum Kind {
        /** Wait and read again. */
        CONSISTENCY(1),
        /** Call less often; never counted as missing capacity. */
        THROTTLED(6),
        /** Try again later or in another zone. */
        CAPACITY(5),
        /** Stop and name the limit to raise. */
        QUOTA(6),
        /** Stop: the control plane's AWS credentials do not permit the call. */
        DENIED(7),
        /** Stop: the request can never succeed. */
        CONFIG(1),
        /** Nothing was sent, since no connection was accepted: try again later. */
        UNREACHABLE(1),
        /** The call may have taken effect: repeat it with the same client token. */
        AMBIGUOUS(1);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Exit code of the CLI, as in {@code docs/reference/cli.md}. */
        public int exitCode() {
            return exitCode;
        }
    }

    /** Code of a call that may have had its effect. */
    public static final String NO_ANSWER = "NoAnswer";

    /** Code of a call that had none. */
    public static final String NOT_SENT = "NotSent";

    private final Kind kind;
    private final String code;

    public AwsFailure(Kind kind, String code, String sentence) {
        super(sentence);
        this.kind = kind;
        this.code = code;
    }

    /**
     * @param attempted the operation, as the beginning of the sentence
     */
    public static AwsFailure of(String attempted, SdkException cause) {
        AwsFailure failure =
                switch (cause) {
                    case AwsServiceException answer -> ofAnswer(attempted, answer);
                    case RequestNotSent notSent ->
                            new AwsFailure(
                                    notSent.temporary() ? Kind.UNREACHABLE : Kind.CONFIG,
                                    NOT_SENT,
                                    "%s: not sent, %s".formatted(attempted, notSent.getMessage()));
                    default ->
                            new AwsFailure(
                                    Kind.AMBIGUOUS,
                                    NO_ANSWER,
                                    "%s: no answer, %s".formatted(attempted, cause.getMessage()));
                };
        failure.initCause(cause);
        return failure;
    }

    private static AwsFailure ofAnswer(String attempted, AwsServiceException cause) {
        AwsErrorDetails details = cause.awsErrorDetails();
        String code = details == null ? "" : Objects.toString(details.errorCode(), "");
        return new AwsFailure(
                AwsErrorCodes.kind(code, cause.statusCode()),
                code,
                "%s: %s".formatted(attempted, describe(cause, details, code)));
    }

    /** Code and message, as far as the answer has them; its HTTP status when it has neither. */
    private static String describe(
            AwsServiceException cause, @Nullable AwsErrorDetails details, String code) {
        String message = details == null ? cause.getMessage() : details.errorMessage();
        String described =
                Stream.of(code, Objects.toString(message, ""))
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining(", "));
        return described.isEmpty() ? "HTTP status " + cause.statusCode() : described;
    }

    /** The request did not leave this process: the call had no effect. */
    public boolean isNotSent() {
        return code.equals(NOT_SENT);
    }

    public Kind kind() {
        return kind;
    }

    /** AWS's code; empty when the answer has none; {@link #NO_ANSWER}, {@link #NOT_SENT}. */
    public String code() {
        return code;
    }
}
