package io.jobarrays.server.instances.ec2;

import io.jobarrays.server.instances.rows.LaunchRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** Spans of launch calls, repetitions of calls without an answer included; no user data. */
@ApplicationScoped
class LaunchSpans {
    private static final String REQUEST_ID = "aws.request_id";

    private final Tracer tracer;

    LaunchSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    RunInstancesResponse record(
            LaunchRequest request, Function<RunInstancesRequest, RunInstancesResponse> call) {
        Span span = start(request);
        try (Scope _ = span.makeCurrent()) {
            RunInstancesResponse response = call.apply(request.toEc2());
            span.setAttribute(REQUEST_ID, response.responseMetadata().requestId());
            span.setAttribute("spawn.launch.launched", response.instances().size());
            return response;
        } catch (SdkException failure) {
            fail(span, failure);
            throw failure;
        } finally {
            span.end();
        }
    }

    private Span start(LaunchRequest request) {
        return tracer.spanBuilder("launch")
                .setAttribute("spawn.launch.count", request.most())
                .setAttribute("spawn.launch.least", request.least())
                .setAttribute("spawn.launch.token", request.token())
                .setAttribute("spawn.launch.spot", request.machine().spot())
                .setAttribute("host.type", request.instanceType())
                .setAttribute("cloud.availability_zone", request.machine().az())
                .startSpan();
    }

    private static void fail(Span span, SdkException failure) {
        if (failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            span.setAttribute(REQUEST_ID, answer.requestId());
            span.setStatus(StatusCode.ERROR, answer.awsErrorDetails().errorCode());
        } else {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        }
    }
}
