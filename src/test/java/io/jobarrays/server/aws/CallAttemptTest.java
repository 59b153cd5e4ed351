package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

class CallAttemptTest {
    private static final String THROTTLED =
            "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>";

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AwsRateLimits limits = new AwsRateLimits(Clock.systemUTC(), 1);
    private final AwsMeters meters =
            new AwsMeters(
                    registry,
                    limits,
                    new LaunchQueue(limits, Clock.systemUTC()),
                    Clock.systemUTC());
    private final ExecutionAttributes attributes =
            new ExecutionAttributes()
                    .putAttribute(SdkExecutionAttribute.OPERATION_NAME, "RunInstances");

    @Test
    void countsEachRequestOfACallByItsResult() throws IOException {
        CallAttempt.begin(attributes, meters);
        String body = answer(503, THROTTLED);
        CallAttempt.begin(attributes, meters);
        CallAttempt.begin(attributes, meters);
        answer(200, "<RunInstancesResponse/>");
        CallAttempt.endWithoutAnswer(attributes, meters);

        assertThat(body).isEqualTo(THROTTLED);
        assertThat(count("throttled")).isEqualTo(1);
        assertThat(count("no_answer")).isEqualTo(1);
        assertThat(count("ok")).isEqualTo(1);
        assertThat(meters.calls("RunInstances")).isEqualTo(3);
    }

    @Test
    void anAnswerWithoutCodeCountsByItsStatus() {
        assertThat(CallAttempt.result("", 503)).isEqualTo("ambiguous");
        assertThat(CallAttempt.result("", 429)).isEqualTo("throttled");
        assertThat(CallAttempt.result("InsufficientInstanceCapacity", 500)).isEqualTo("capacity");
    }

    private String answer(int status, String body) throws IOException {
        InterceptorContext context =
                InterceptorContext.builder()
                        .request(RunInstancesRequest.builder().build())
                        .httpResponse(SdkHttpFullResponse.builder().statusCode(status).build())
                        .responseBody(
                                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .build();
        return new String(
                CallAttempt.end(context, attributes, meters).orElseThrow().readAllBytes(),
                StandardCharsets.UTF_8);
    }

    private long count(String result) {
        return registry.get(AwsMeters.CALLS).tag("result", result).timer().count();
    }
}
