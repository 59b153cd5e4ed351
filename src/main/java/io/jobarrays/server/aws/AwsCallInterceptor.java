package io.jobarrays.server.aws;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Interceptor of every AWS call: waits for AWS's request limits, measures the call, and refuses
 * calls to AWS unless {@code spawn.cloud=aws}. Launches wait in {@link LaunchQueue} before.
 * Registered in application.properties for each service.
 */
@ApplicationScoped
public class AwsCallInterceptor implements ExecutionInterceptor {
    private static final Set<String> NARROWING_FIELDS =
            Set.of(
                    "Filters",
                    "InstanceIds",
                    "MaxResults",
                    "Resources",
                    "InstanceTypes",
                    "ImageIds");

    private static final String LIMITS_EPOCH_HEADER = "Spawn-Limits-Epoch";

    /**
     * The connection of a request is opened after it. The SDK refuses a name that it knows, also
     * from this class before a reload of dev mode.
     */
    private static final ExecutionAttribute<Boolean> TRANSMITTED =
            new ExecutionAttribute<>("spawn.transmitted." + UUID.randomUUID());

    private final AwsRateLimits rateLimits;
    private final AwsMeters meters;
    private final RealAwsGuard realAwsGuard;

    AwsCallInterceptor(AwsRateLimits buckets, AwsMeters meters, RealAwsGuard realAws) {
        this.rateLimits = buckets;
        this.meters = meters;
        this.realAwsGuard = realAws;
    }

    /** Waits before signing, because a signature expires. */
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        try {
            if (!(context.request() instanceof RunInstancesRequest)) {
                CallFamily family =
                        family(operation(attributes), service(attributes), context.request());
                meters.waited(family, rateLimits.acquire(family, 1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted while waiting for AWS's request limits", e);
        }
    }

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        realAwsGuard.refuse(context.httpRequest().getUri());
        CallAttempt.begin(attributes, meters);
        attributes.putAttribute(TRANSMITTED, true);
    }

    /** The local cloud numbers the resets of its limits in this header; AWS does not send it. */
    @Override
    public void afterTransmission(
            Context.AfterTransmission context, ExecutionAttributes attributes) {
        context.httpResponse()
                .firstMatchingHeader(LIMITS_EPOCH_HEADER)
                .ifPresent(rateLimits::enterEpoch);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return CallAttempt.end(context, attributes, meters);
    }

    /** Tells calls that had no effect from calls whose effect is unknown. */
    @Override
    public Throwable modifyException(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        CallAttempt.endWithoutAnswer(attributes, meters);
        return RequestNotSent.unlessSent(
                context.exception(), attributes.getOptionalAttribute(TRANSMITTED).orElse(false));
    }

    static CallFamily family(String operation, String service, SdkRequest request) {
        if (service.toLowerCase(Locale.ROOT).startsWith("route")) {
            return CallFamily.ROUTE53;
        }
        if (operation.endsWith("Tags") && !operation.startsWith("Describe")) {
            return CallFamily.TAG;
        }
        if (operation.startsWith("Describe") || operation.startsWith("Get")) {
            return isNarrowed(request) ? CallFamily.READ : CallFamily.READ_ALL;
        }
        return CallFamily.CHANGE;
    }

    private static boolean isNarrowed(SdkRequest request) {
        return NARROWING_FIELDS.stream()
                .flatMap(field -> request.getValueForField(field, Object.class).stream())
                .anyMatch(value -> !(value instanceof SdkAutoConstructList));
    }

    private static String operation(ExecutionAttributes attributes) {
        return String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }

    private static String service(ExecutionAttributes attributes) {
        return String.valueOf(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
    }
}
