package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.aws.AwsFailure.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class AwsFailureTest {
    @ParameterizedTest
    @CsvSource({
        "InvalidInstanceID.NotFound, 400, CONSISTENCY",
        "RequestLimitExceeded, 503, THROTTLED",
        "Throttling, 400, THROTTLED",
        "PriorRequestNotComplete, 400, THROTTLED",
        "InsufficientInstanceCapacity, 500, CAPACITY",
        "InsufficientFreeAddressesInSubnet, 400, CAPACITY",
        "VcpuLimitExceeded, 400, QUOTA",
        "VolumeLimitExceeded, 400, QUOTA",
        "MaxSpotInstanceCountExceeded, 400, QUOTA",
        "UnauthorizedOperation, 403, DENIED",
        "AuthFailure, 401, DENIED",
        "InvalidAMIID.NotFound, 400, CONFIG",
        "IdempotentParameterMismatch, 400, CONFIG",
        "InternalError, 500, AMBIGUOUS",
        "SomethingNew, 502, AMBIGUOUS",
        "SomethingNew, 400, CONFIG",
        "SomethingNew, 429, THROTTLED",
    })
    void classifiesCodeByKind(String code, int status, Kind kind) {
        AwsFailure failure = AwsFailure.of("launching", answer(code, status));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessage("launching: " + code + ", because");
    }

    @Test
    void treatsMissingAnswerAsAmbiguous() {
        AwsFailure failure =
                AwsFailure.of("launching 3", SdkClientException.create("Connection reset"));

        assertThat(failure.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(failure).hasMessage("launching 3: no answer, Connection reset");
    }

    @Test
    void treatsARequestThatWasNotSentAsMisconfiguredOrUnreachable() {
        AwsFailure misconfigured =
                AwsFailure.of(
                        "launching 3", RequestNotSent.misconfigured(new IOException("no key")));
        AwsFailure unreachable =
                AwsFailure.of(
                        "launching 3", RequestNotSent.unreachable(new IOException("refused")));

        assertThat(misconfigured.kind()).isEqualTo(Kind.CONFIG);
        assertThat(misconfigured).hasMessage("launching 3: not sent, no key");
        assertThat(unreachable.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(unreachable.code()).isEqualTo("NotSent");
    }

    @Test
    void classifiesAnswerWithoutDetailsByStatus() {
        var bare = Ec2Exception.builder().statusCode(503).message("Service down").build();

        AwsFailure failure = AwsFailure.of("reading", bare);

        assertThat(failure.kind()).isEqualTo(Kind.AMBIGUOUS);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "InternalError, -, 'reading: InternalError'",
                "-, because, 'reading: because'",
                "-, -, 'reading: HTTP status 503'",
            })
    void sentenceHasOnlyWhatTheAnswerHas(
            @Nullable String code, @Nullable String message, String sentence) {
        var details = AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();

        AwsFailure failure =
                AwsFailure.of(
                        "reading",
                        Ec2Exception.builder().statusCode(503).awsErrorDetails(details).build());

        assertThat(failure).hasMessage(sentence);
    }

    private static Ec2Exception answer(String code, int status) {
        var details = AwsErrorDetails.builder().errorCode(code).errorMessage("because").build();
        return (Ec2Exception)
                Ec2Exception.builder().statusCode(status).awsErrorDetails(details).build();
    }
}
