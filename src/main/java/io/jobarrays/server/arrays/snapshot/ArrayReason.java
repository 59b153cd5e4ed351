package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.IndexSet;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sentence that explains the state of an array to users. */
public final class ArrayReason {
    private ArrayReason() {}

    /**
     * @param notViable why the array is not viable; null while it is
     * @return null when nothing needs an explanation
     */
    public static @Nullable String of(
            ArraySnapshot array, @Nullable String notViable, Instant now) {
        if (notViable != null) {
            return array.launchErrorReason() == null
                    ? notViable
                    : notViable + "; " + array.launchErrorReason();
        }
        if (!array.hasOpenWork()
                && array.any(MemberSnapshot::failed)
                && !array.spec().work().isEmpty()
                && Verdict.of(array) == Verdict.SUCCEEDED) {
            return "%s failed; %s succeeded, enough for --success %s"
                    .formatted(
                            array.indexes(MemberSnapshot::failed),
                            array.indexes(MemberSnapshot::succeeded),
                            array.spec().success().text());
        }
        IndexSet missing = array.indexes(MemberSnapshot::launchFailed);
        if (missing.isEmpty()) {
            return LaunchWait.of(array, now);
        }
        String sentence = "%s failed to launch: %s".formatted(missing, reasons(array));
        return othersAreUp(array) ? sentence + "; the others are up" : sentence;
    }

    private static boolean othersAreUp(ArraySnapshot array) {
        int others = array.count(member -> !member.launchFailed());
        return others > 0
                && others
                        == array.count(
                                member -> !member.launchFailed() && member.hasLiveInstance());
    }

    private static String reasons(ArraySnapshot array) {
        return array.members().stream()
                .filter(MemberSnapshot::launchFailed)
                .map(member -> member.reason() == null ? "" + member.exit() : member.reason())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
