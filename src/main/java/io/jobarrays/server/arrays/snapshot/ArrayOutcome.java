package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.server.aws.AwsErrorCodes;
import java.util.List;
import java.util.Locale;

/** Outcome of an array: exit status of its batch step, exit code of the CLI. */
public final class ArrayOutcome {
    static final String ALL_OK = "ALL_OK";
    public static final String NOT_VIABLE = "NOT_VIABLE";
    static final String UP = "UP";

    /** Enough members succeeded, and others did not. */
    static final String SUCCEEDED = "SUCCEEDED";

    /** All values of {@link #label}. */
    public static final List<String> LABELS =
            List.of("all_ok", "succeeded", "failed", "not_viable", "up");

    private ArrayOutcome() {}

    /** The outcome without numbers: {@code failed} for {@code FAILED_1_OF_10}. */
    public static String label(String outcome) {
        return LABELS.stream()
                .filter(label -> outcome.toLowerCase(Locale.ROOT).startsWith(label))
                .findFirst()
                .orElse("failed");
    }

    /** Exit status of an array whose members have all ended, or that has no work. */
    public static String of(ArraySnapshot array) {
        if (NOT_VIABLE.equals(array.outcome())) {
            return NOT_VIABLE;
        }
        int failed = array.count(MemberSnapshot::failed);
        if (array.spec().work().isEmpty()) {
            return failed == 0 ? UP : failed(failed, array);
        }
        int succeeded = array.count(MemberSnapshot::succeeded);
        return switch (Verdict.of(array)) {
            case FAILED -> failed(failed == 0 ? array.memberCount() - succeeded : failed, array);
            // A member that joined meanwhile is the subject of the next run.
            case OPEN -> failed == 0 ? ALL_OK : failed(failed, array);
            case SUCCEEDED ->
                    succeeded == array.memberCount()
                            ? ALL_OK
                            : "%s_%d_OF_%d".formatted(SUCCEEDED, succeeded, array.memberCount());
        };
    }

    private static String failed(int number, ArraySnapshot array) {
        return "FAILED_%d_OF_%d".formatted(number, array.memberCount());
    }

    /** Exit code of the launch: 0, 4 when some members were not launched, else the cause. */
    public static int launchExitCode(ArraySnapshot array) {
        if (NOT_VIABLE.equals(array.outcome())) {
            return notLaunchedExitCode(array);
        }
        int missing = array.count(MemberSnapshot::launchFailed);
        if (missing == 0) {
            return 0;
        }
        if (missing == array.memberCount()) {
            return notLaunchedExitCode(array);
        }
        boolean enough = array.spec().flags().containsKey("min-viable");
        return enough ? 0 : 4;
    }

    /** Exit code of the array: that of the launch unless it is 0, else 1 when work failed. */
    public static int exitCode(ArraySnapshot array) {
        if (!array.spec().work().isEmpty()
                && !array.notViable()
                && Verdict.of(array) == Verdict.SUCCEEDED) {
            return 0;
        }
        int launch = launchExitCode(array);
        boolean failed = array.any(m -> m.failed() && !m.launchFailed());
        return launch != 0 || !failed || array.spec().work().isEmpty() ? launch : 1;
    }

    private static int notLaunchedExitCode(ArraySnapshot array) {
        String code = array.launchErrorCode();
        if (code == null) {
            return 9;
        }
        return AwsErrorCodes.kind(code).exitCode();
    }
}
