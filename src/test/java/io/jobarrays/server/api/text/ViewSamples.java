package io.jobarrays.server.api.text;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.IndexProgress;
import io.jobarrays.server.arrays.view.MemberView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Views of the arrays in the seed document and the tests. */
final class ViewSamples {
    static final Instant NOW = Instant.parse("2026-01-13T10:00:00.5Z");

    static final MemberView.Life LIFE =
            new MemberView.Life("RUNNING", true, null, null, null, null, null);

    private ViewSamples() {}

    static MemberView running(int index, String instance, String az, String ip) {
        return member(index, "compute-" + index, instance, "running", az, ip, "peers", null, null);
    }

    static MemberView member(
            int index,
            String name,
            @Nullable String instance,
            String state,
            @Nullable String az,
            @Nullable String ip,
            String phase,
            @Nullable String exit,
            @Nullable String reason) {
        return new MemberView(
                index,
                name,
                instance,
                "m7i.large",
                state,
                az,
                ip,
                null,
                name + ".5k0zfnmq.spore.host",
                1,
                1,
                phase,
                exit,
                reason,
                null,
                null,
                null,
                LIFE);
    }

    /** A member whose work failed, and made no output. */
    static MemberView withoutOutputs(int index, String note) {
        return new MemberView(
                index,
                "compute-" + index,
                "i-def456",
                "m7i.large",
                "terminated",
                "us-east-1a",
                null,
                null,
                "compute-" + index + ".5k0zfnmq.spore.host",
                1,
                1,
                "ended",
                "EXIT_7",
                null,
                note,
                null,
                null,
                LIFE);
    }

    /** A running member whose agent is not connected. */
    static MemberView unconnected(int index, String phase) {
        return new MemberView(
                index,
                "compute-" + index,
                "i-" + index,
                "m7i.large",
                "running",
                null,
                null,
                null,
                "compute-" + index + ".5k0zfnmq.spore.host",
                1,
                1,
                phase,
                null,
                null,
                null,
                null,
                null,
                new MemberView.Life("RUNNING", false, null, null, null, null, null));
    }

    static MemberView noCapacity(int index) {
        return member(
                index,
                "compute-" + index,
                null,
                "planned",
                null,
                null,
                "ended",
                "LAUNCH_FAILED:InsufficientInstanceCapacity",
                "no m7i.large left in us-east-1a after 10m");
    }

    static ArrayView array(String name, List<MemberView> members) {
        return view(name, name + "-20260113-abc123", members, 0, NOW.plusSeconds(7199));
    }

    static ArrayView standalone(String name, MemberView member) {
        return view(name, null, List.of(member), 0, null);
    }

    static ArrayView launch(List<MemberView> members, @Nullable Integer launchExitCode) {
        return view("compute", "compute-20260113-abc123", members, launchExitCode, null);
    }

    private static ArrayView view(
            String name,
            @Nullable String jobArrayId,
            List<MemberView> members,
            @Nullable Integer launchExitCode,
            @Nullable Instant deadline) {
        return new ArrayView(
                jobArrayId,
                name + "-20260113-abc123",
                name,
                name,
                members.size(),
                IndexSet.firstOf(members.size()).ranges(),
                ArrayState.RUNNING,
                null,
                launchExitCode,
                null,
                null,
                1,
                NOW.minusSeconds(60),
                null,
                deadline,
                "us-east-1",
                1,
                null,
                IndexProgress.planned(members.size()),
                members,
                List.of(),
                NOW);
    }
}
