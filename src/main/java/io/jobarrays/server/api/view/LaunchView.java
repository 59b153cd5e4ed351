package io.jobarrays.server.api.view;

import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Result of a launch: members asked for, enrolled and missing.
 *
 * @param came members that have enrolled, whatever their state is now
 * @param missing members that will not enrol, grouped by reason
 * @param exitCode null while the launch is in progress
 */
public record LaunchView(
        @Nullable String jobArrayId,
        String name,
        int asked,
        int came,
        List<OutcomeGroup> missing,
        int peersGeneration,
        @Nullable Integer exitCode,
        @Nullable String reason,
        List<String> next,
        Instant asOf) {
    private static final Set<String> PHASES_BEFORE_ENROLMENT = Set.of("planned", "launched");

    public static LaunchView of(ArrayView array) {
        boolean over = array.launchExitCode() != null;
        List<MemberView> members = array.members();
        return new LaunchView(
                array.jobArrayId(),
                array.name(),
                array.memberCount(),
                (int) members.stream().filter(member -> !isMissing(member)).count(),
                OutcomeGroup.of(
                        array, member -> launchFailed(member) || (over && isMissing(member))),
                array.peersGeneration(),
                array.launchExitCode(),
                array.reason(),
                array.next(),
                array.asOf());
    }

    private static boolean isMissing(MemberView member) {
        return launchFailed(member) || PHASES_BEFORE_ENROLMENT.contains(member.phase());
    }

    private static boolean launchFailed(MemberView member) {
        String exit = member.exitStatus();
        return exit != null && exit.startsWith("LAUNCH_FAILED");
    }
}
