package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.faults.ActiveFault;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.faults.FaultTarget;
import io.jobarrays.localcloud.faults.Faults;
import io.jobarrays.localcloud.limits.ApiLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out verified calls within the limits of the account and under its faults; counts them.
 */
public final class CallGate {
    /** Number of the last reset of the limits, by which a client resets its own. */
    private static final String EPOCH_HEADER = "Spawn-Limits-Epoch";

    private static final String UNKNOWN = "unknown";

    private final CallCounts calls;
    private final ApiLimits limits;
    private final Faults faults;
    private final TargetFinder targets;

    public CallGate(CallCounts calls, ApiLimits limits, Faults faults, TargetFinder targets) {
        this.calls = calls;
        this.limits = limits;
        this.faults = faults;
        this.targets = targets;
    }

    /** Finds the instances that a call is about. */
    @FunctionalInterface
    public interface TargetFinder {
        /**
         * @param operation {@code ec2:RunInstances}
         */
        FaultTarget target(String operation, HttpCall request);
    }

    CallAnswer answer(ServiceApi api, HttpCall request, String caller, String requestId) {
        Optional<String> operation = api.operation(request);
        // Operations that are not implemented have no bucket and no counter of their own, since a
        // client can name any number of them.
        CallAnswer answer =
                operation
                        .map(name -> underFaults(api, request, name, requestId))
                        .orElseGet(() -> answered(api, request, requestId));
        calls.count(api.service(), operation.orElse(UNKNOWN), caller, answer.outcome());
        return answer.with("x-amzn-RequestId", requestId)
                .with(EPOCH_HEADER, String.valueOf(limits.epoch()));
    }

    private CallAnswer underFaults(
            ServiceApi api, HttpCall request, String operation, String requestId) {
        Optional<ActiveFault> fault = strike(api.service() + ":" + operation, request);
        if (fault.isEmpty()) {
            return limited(api, request, operation, requestId);
        }
        FaultKind kind = fault.get().rule().kind();
        return switch (kind) {
            case THROTTLE -> refusal(api, api.throttled(), requestId);
            case SERVER_ERROR ->
                    refusal(api, new AwsError(500, "InternalError", injected(kind)), requestId);
            case UNAVAILABLE ->
                    refusal(api, new AwsError(503, "Unavailable", injected(kind)), requestId);
            case PRIOR_REQUEST_NOT_COMPLETE ->
                    refusal(
                            api,
                            new AwsError(
                                    "PriorRequestNotComplete",
                                    "The request was rejected because Route 53 was still"
                                            + " processing a prior request."),
                            requestId);
            case REQUEST_LOST ->
                    new CallAnswer(
                            HttpReply.xml(200, ""),
                            Delivery.LOST,
                            FaultKind.REQUEST_LOST.jsonName());
            case ANSWER_LOST ->
                    new CallAnswer(
                            limited(api, request, operation, requestId).reply(),
                            Delivery.LOST,
                            kind.jsonName());
            case ANSWER_CUT ->
                    new CallAnswer(
                            limited(api, request, operation, requestId).reply(),
                            Delivery.CUT,
                            kind.jsonName());
            case SLOW -> slow(limited(api, request, operation, requestId), fault.get());
            default -> throw new IllegalStateException(kind + " does not strike calls");
        };
    }

    private Optional<ActiveFault> strike(String operation, HttpCall request) {
        return faults.isEmpty()
                ? Optional.empty()
                : faults.strike(FaultKind.Target.CALL, targets.target(operation, request));
    }

    private CallAnswer limited(
            ServiceApi api, HttpCall request, String operation, String requestId) {
        Set<String> parameters =
                api.service().equals("ec2") ? request.formParameters().keySet() : Set.of();
        try {
            limits.admit(api.service(), operation, parameters);
        } catch (AwsError e) {
            return refusal(api, e, requestId);
        }
        return answered(api, request, requestId);
    }

    private static CallAnswer answered(ServiceApi api, HttpCall request, String requestId) {
        try {
            return new CallAnswer(api.answer(request, requestId), Delivery.WHOLE, "OK");
        } catch (AwsError e) {
            return refusal(api, e, requestId);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            ConsoleLog.failure("request " + requestId + " to " + api.service() + " failed", e);
            return refusal(
                    api,
                    new AwsError(500, "InternalError", "An internal error has occurred."),
                    requestId);
        }
    }

    private static CallAnswer refusal(ServiceApi api, AwsError error, String requestId) {
        return new CallAnswer(api.refusal(error, requestId), Delivery.WHOLE, error.code());
    }

    private static CallAnswer slow(CallAnswer answer, ActiveFault fault) {
        Duration delay = fault.rule().delay();
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private static String injected(FaultKind kind) {
        return "An error of the fault " + kind.jsonName() + ".";
    }
}
