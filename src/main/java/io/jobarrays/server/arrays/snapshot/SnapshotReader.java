package io.jobarrays.server.arrays.snapshot;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.agents.PeerDeliveries;
import io.jobarrays.server.agents.silence.SilenceWatcher;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.launch.InstanceLauncher;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Reader of {@link ArraySnapshot}s from the database; throws {@link NotFound}. */
@ApplicationScoped
public class SnapshotReader {
    /**
     * Snapshots for decisions that are read at once: hundreds of arrays wake in the same moment,
     * and the views of users need connections and processors meanwhile.
     */
    private static final int MAX_CONCURRENT_READS = 8;

    private final Semaphore turns = new Semaphore(MAX_CONCURRENT_READS, true);
    private final ConnectedAgents agents;
    private final SilenceWatcher silences;
    private final PeerDeliveries deliveries;
    private final InstanceLauncher launcher;
    private final SpecCodec specs;

    SnapshotReader(
            ConnectedAgents agents,
            SilenceWatcher silences,
            PeerDeliveries deliveries,
            InstanceLauncher launcher,
            SpecCodec specs) {
        this.agents = agents;
        this.silences = silences;
        this.deliveries = deliveries;
        this.launcher = launcher;
        this.specs = specs;
    }

    /** Without phase, which only the reconciler knows. */
    public ArraySnapshot read(String arrayId) {
        return read(arrayId, null);
    }

    public ArraySnapshot read(String arrayId, @Nullable Phase phase) {
        turns.acquireUninterruptibly();
        try {
            boolean openLaunchIntent = launcher.hasOpenIntents(arrayId);
            return QuarkusTransaction.requiringNew()
                    .call(() -> read(arrayId, phase, openLaunchIntent));
        } finally {
            turns.release();
        }
    }

    /** A row with the snapshot of its array. */
    public record RowRead(JobArray row, ArraySnapshot array) {}

    /**
     * Arrays in the order of the ids, without those that do not exist; within the caller's
     * transaction, in as many statements as for one array. Launch intents are not read.
     */
    public List<RowRead> readRows(List<String> arrayIds) {
        JobArray.getEntityManager().unwrap(Session.class).setDefaultReadOnly(true);
        Map<String, JobArray> rows =
                JobArray.ofIds(arrayIds).stream().collect(toMap(row -> row.id, row -> row));
        Map<String, List<Member>> members =
                Member.ofArrays(arrayIds).stream().collect(groupingBy(member -> member.arrayId));
        Map<String, List<Instance>> instances =
                Instance.ofArrays(arrayIds).stream().collect(groupingBy(i -> i.arrayId));
        return arrayIds.stream()
                .flatMap(id -> Stream.ofNullable(rows.get(id)))
                .map(
                        row ->
                                new RowRead(
                                        row,
                                        snapshot(
                                                row,
                                                null,
                                                false,
                                                members.getOrDefault(row.id, List.of()),
                                                instances.getOrDefault(row.id, List.of()))))
                .toList();
    }

    private ArraySnapshot read(String arrayId, @Nullable Phase phase, boolean openLaunchIntent) {
        JobArray.getEntityManager().unwrap(Session.class).setDefaultReadOnly(true);
        JobArray row = JobArray.findById(arrayId);
        if (row == null) {
            throw new NotFound("there is no array " + arrayId);
        }
        return snapshot(
                row, phase, openLaunchIntent, Member.ofArray(arrayId), Instance.ofArray(arrayId));
    }

    private ArraySnapshot snapshot(
            JobArray row,
            @Nullable Phase phase,
            boolean openLaunchIntent,
            List<Member> memberRows,
            List<Instance> instanceRows) {
        Map<Integer, List<Instance>> instances =
                instanceRows.stream().collect(groupingBy(i -> i.index));
        List<MemberSnapshot> members = new ArrayList<>();
        List<String> orphans = new ArrayList<>();
        for (Member member : memberRows) {
            List<Instance> all = instances.getOrDefault(member.index, List.of());
            Instance newest = member.retired ? null : newest(all);
            if (!member.retired) {
                members.add(snapshot(member, newest, launches(member, all)));
            }
            all.stream()
                    .filter(i -> i != newest && !i.state.isEnding())
                    .forEach(i -> orphans.add(i.instanceId));
        }
        return array(row, phase, openLaunchIntent, members, orphans);
    }

    private static int launches(Member member, List<Instance> all) {
        return (int) all.stream().filter(i -> i.attempt == member.attempt).count();
    }

    private static @Nullable Instance newest(List<Instance> instances) {
        return instances.stream().max(Comparator.comparingInt(i -> i.generation)).orElse(null);
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
                row.outcome,
                row.completeAt,
                row.completed,
                row.launchCode,
                row.launchReason,
                row.launchRetryAt,
                row.launchQueuedUntil,
                agents.listeningSince(),
                openLaunchIntent,
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
