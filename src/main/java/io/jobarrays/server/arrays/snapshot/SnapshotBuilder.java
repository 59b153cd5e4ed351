package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.agents.PeerDeliveries;
import io.jobarrays.server.agents.silence.SilenceWatcher;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.publicurl.PublicUrlCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builder of {@link ArraySnapshot}s from rows and from what is known of connected agents. */
@ApplicationScoped
public class SnapshotBuilder {
    private final ConnectedAgents agents;
    private final SilenceWatcher silences;
    private final PeerDeliveries deliveries;
    private final SpecCodec specs;
    private final PublicUrlCheck publicUrl;

    SnapshotBuilder(
            ConnectedAgents agents,
            SilenceWatcher silences,
            PeerDeliveries deliveries,
            SpecCodec specs,
            PublicUrlCheck publicUrl) {
        this.agents = agents;
        this.silences = silences;
        this.deliveries = deliveries;
        this.specs = specs;
        this.publicUrl = publicUrl;
    }

    /**
     * @param memberRows members that the snapshot has; retired ones are left out
     */
    public ArraySnapshot of(
            JobArray row,
            @Nullable Phase phase,
            Collection<Member> memberRows,
            OwnedInstances instances) {
        List<MemberSnapshot> members = new ArrayList<>(memberRows.size());
        List<String> orphans = new ArrayList<>();
        for (Member member : memberRows) {
            List<Instance> all = instances.ofIndex(member.index);
            Instance newest = hasNone(member) ? null : instances.newest(member.index);
            if (!member.retired) {
                members.add(snapshot(member, newest, launches(member, all)));
            }
            for (Instance instance : all) {
                if (instance != newest && !instance.state.isEnding()) {
                    orphans.add(instance.instanceId);
                }
            }
        }
        return array(row, phase, instances.hasOpenLaunch(), members, orphans);
    }

    /** What is left of the instances of a member that has handed over its own are earlier ones. */
    private static boolean hasNone(Member member) {
        return member.retired || (member.lastInstance != null && member.exitStatus != null);
    }

    private static int launches(Member member, List<Instance> all) {
        int launches = 0;
        for (Instance instance : all) {
            launches += instance.attempt == member.attempt ? 1 : 0;
        }
        return launches;
    }

    private ArraySnapshot array(
            JobArray row,
            @Nullable Phase phase,
            boolean openLaunchIntent,
            List<MemberSnapshot> members,
            List<String> orphans) {
        return new ArraySnapshot(
                row.id,
                specs.readSpec(row.flags),
                row.size,
                row.label,
                row.state,
                phase,
                row.peersGeneration,
                row.rosterHash,
                row.finished,
                row.draining,
                row.suspended,
                row.retriesTogether,
                row.outcome,
                row.completeAt,
                row.completed,
                row.launchCode,
                row.launchReason,
                row.launchRetryAt,
                row.launchQueuedUntil,
                agents.listeningSince(),
                publicUrl.objection().orElse(null),
                openLaunchIntent,
                !row.machinesFrom.isEmpty(),
                row.keptIndexes(),
                members,
                orphans);
    }

    private MemberSnapshot snapshot(Member member, @Nullable Instance instance, int launches) {
        return new MemberSnapshot(
                member.index,
                member.name,
                member.attempt,
                member.attemptAt,
                member.admittedAt,
                member.peersGeneration,
                member.exitStatus == null ? null : ExitReason.parse(member.exitStatus),
                member.reason,
                member.note,
                member.endedAt,
                member.unkeptOutputs,
                member.outputsLost,
                instance == null ? null : snapshot(instance),
                launches,
                instance == null ? null : silences.of(instance).orElse(null),
                instance != null && agents.isConnected(assignment(instance)),
                instance == null ? null : deliveries.of(assignment(instance)).orElse(null),
                MemberLifecycle.of(member));
    }

    private static Assignment assignment(Instance i) {
        return new Assignment(i.arrayId, i.index, i.generation, i.attempt, i.instanceId);
    }

    private static MemberSnapshot.MemberInstance snapshot(Instance i) {
        return new MemberSnapshot.MemberInstance(
                i.instanceId,
                i.generation,
                Math.max(i.attempt, i.workAttempt),
                i.workAttempt,
                i.state,
                i.reason,
                i.instanceType,
                i.az,
                i.privateIp,
                i.publicIp,
                i.launchedAt,
                i.enrolledAt,
                i.endRequestedAt != null,
                new WrittenTags(i.tagged, i.peersTag, i.deadlineTag));
    }
}
