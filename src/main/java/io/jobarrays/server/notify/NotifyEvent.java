package io.jobarrays.server.notify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a notification tells.
 *
 * @param subject name of the array, stage or pipeline
 * @param summary one sentence for people
 * @param details further fields of {@code data}: texts, numbers and times
 */
public record NotifyEvent(
        Type type,
        @Nullable Long execution,
        @Nullable String stage,
        @Nullable String arrayId,
        String subject,
        String summary,
        Map<String, Object> details) {

    /** Events that notifications are sent of. */
    public enum Type {
        ARRAY_ENDED("array.ended"),
        ARRAY_FAILED("array.failed"),
        ARRAY_TTL_WARNING("array.ttl_warning"),
        ARRAY_COST_WARNING("array.cost_warning"),
        EXECUTION_ENDED("execution.ended"),
        EXECUTION_FAILED("execution.failed"),
        TEST("test");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** Value of {@code type} in the body. */
        public String text() {
            return text;
        }
    }

    /** The work of an array has ended with this outcome, such as {@code FAILED_1_OF_8}. */
    public static NotifyEvent arrayEnded(
            long execution,
            @Nullable String stage,
            @Nullable String arrayId,
            String name,
            String outcome) {
        boolean ended =
                outcome.equals("ALL_OK") || outcome.equals("UP") || outcome.startsWith("SUCCEEDED");
        Type type = ended ? Type.ARRAY_ENDED : Type.ARRAY_FAILED;
        String summary =
                switch (outcome) {
                    case "ALL_OK" -> "array %s (%s): all work has succeeded";
                    case "UP" -> "array %s (%s) is up; it has no work that ends";
                    case "NOT_VIABLE" -> "array %s (%s) failed: too few members came up";
                    default ->
                            "array %s (%s) "
                                    + outcome.replaceFirst(
                                                    "SUCCEEDED_(\\d+)_OF_(\\d+)",
                                                    "has succeeded: $1 of $2 members have, enough")
                                            .replaceFirst(
                                                    "FAILED_(\\d+)_OF_(\\d+)",
                                                    "failed: $1 of $2 members failed");
                };
        return new NotifyEvent(
                type,
                execution,
                stage,
                arrayId,
                name,
                summary.formatted(name, arrayId == null ? "not launched" : arrayId),
                Map.of("outcome", outcome));
    }

    /** The machines of an array without work have ended. */
    public static NotifyEvent machinesEnded(
            long execution, @Nullable String stage, String arrayId, String name) {
        return new NotifyEvent(
                Type.ARRAY_ENDED,
                execution,
                stage,
                arrayId,
                name,
                "array %s (%s) has ended: no machine runs".formatted(name, arrayId),
                Map.of("outcome", "ENDED"));
    }

    /** The execution of a pipeline has ended in this state. */
    public static NotifyEvent executionEnded(long execution, String definition, String state) {
        boolean failed = state.equals("FAILED");
        return new NotifyEvent(
                failed ? Type.EXECUTION_FAILED : Type.EXECUTION_ENDED,
                execution,
                null,
                null,
                definition,
                "execution %d of pipeline %s: %s".formatted(execution, definition, state),
                Map.of("state", state, "definition", definition));
    }

    /** Machines of the array are terminated at this time. */
    public static NotifyEvent ttlWarning(
            long execution, @Nullable String stage, String arrayId, String name, Instant deadline) {
        return new NotifyEvent(
                Type.ARRAY_TTL_WARNING,
                execution,
                stage,
                arrayId,
                name,
                "array %s (%s): its TTL ends at %s, its machines are terminated then; extend it with: spawn extend %s DURATION"
                        .formatted(name, arrayId, deadline, arrayId),
                Map.of("ttl_deadline", deadline.toString()));
    }

    /** The machines of the array have cost more than the limit. */
    public static NotifyEvent costWarning(
            long execution,
            @Nullable String stage,
            String arrayId,
            String name,
            BigDecimal usd,
            BigDecimal limit) {
        return new NotifyEvent(
                Type.ARRAY_COST_WARNING,
                execution,
                stage,
                arrayId,
                name,
                "array %s (%s) has cost about %s USD, more than %s USD"
                        .formatted(name, arrayId, usd.toPlainString(), limit.toPlainString()),
                Map.of("cost_usd", usd, "cost_limit_usd", limit));
    }

    static NotifyEvent test() {
        return new NotifyEvent(
                Type.TEST, null, null, null, "test", "test notification of spawn", Map.of());
    }
}
