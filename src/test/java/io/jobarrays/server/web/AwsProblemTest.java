package io.jobarrays.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.aws.AwsFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsProblemTest {
    @ParameterizedTest
    @CsvSource({
        "InsufficientInstanceCapacity, 503, SPAWN-AWS-CAPACITY, 5",
        "VcpuLimitExceeded, 503, SPAWN-AWS-QUOTA, 6",
        "SlowDown, 429, SPAWN-AWS-THROTTLED, 6",
        "UnauthorizedOperation, 502, SPAWN-AWS-DENIED, 7",
        "AuthFailure, 502, SPAWN-AWS-DENIED, 7",
        "AccessDenied, 502, SPAWN-AWS-DENIED, 7",
        "InvalidAMIID.NotFound, 502, SPAWN-AWS-CONFIG, 1",
        "InternalError, 502, SPAWN-AWS-AMBIGUOUS, 1",
        "InvalidInstanceID.NotFound, 502, SPAWN-AWS-CONSISTENCY, 1",
    })
    void answersWithStatusCodeAndExitCodeOfKind(
            String awsCode, int status, String code, int exitCode) {
        AwsFailure failure =
                new AwsFailure(AwsErrorCodes.kind(awsCode), awsCode, "launching: " + awsCode);

        Problem problem = AwsProblem.of(failure);

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.detail()).isEqualTo("launching: " + awsCode);
        assertThat(problem.exitCode()).isEqualTo(exitCode);
    }
}
