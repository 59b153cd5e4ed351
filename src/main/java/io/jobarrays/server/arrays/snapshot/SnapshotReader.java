package io.jobarrays.server.arrays.snapshot;

import static java.util.stream.Collectors.groupingBy;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.agents.ConnectedAgents;
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
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads everything about one array at one moment. */
@ApplicationScoped
public class SnapshotReader {
    private final ConnectedAgents agents;
    private final InstanceLauncher launcher;
    private final SpecCodec specs;
    private final SpawnConfig config;
    private final Clock clock;

    SnapshotReader(
            ConnectedAgents agents,
            InstanceLauncher launcher,
            SpecCodec specs,
            SpawnConfig config,
            Clock clock) {
        this.agents = agents;
        this.launcher = launcher;
        this.specs = specs;
        this.config = config;
        this.clock = clock;
    }

    /** As no batch job walks it. */
    public ArraySnapshot read(String arrayId) {
        return read(arrayId, null, Instant.EPOCH);
    }

    public ArraySnapshot read(String arrayId, @Nullable Phase phase, Instant launchPause) {
        boolean unsettled = launcher.hasOpenIntents(arrayId);
        return QuarkusTransaction.requiringNew()
                .call(() -> read(arrayId, phase, launchPause, unsettled));
    }

    private ArraySnapshot read(
            String arrayId, @Nullable Phase phase, Instant launchPause, boolean unsettled) {
        JobArray row = JobArray.findById(arrayId);
        if (row == null) {
            throw new NotFound("there is no array " + arrayId);
        }
        Map<Integer, List<Instance>> instances =
                Instance.ofArray(arrayId).stream().collect(groupingBy(i -> i.index));
        List<MemberSnapshot> seats = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        for (Member member : Member.ofArray(arrayId)) {
            List<Instance> all = instances.getOrDefault(member.index, List.of());
            Instance newest =
                    member.retired
                            ? null
                            : all.stream()
                                    .max(Comparator.comparingInt(i -> i.generation))
                                    .orElse(null);
            if (!member.retired) {
                seats.add(seat(member, newest));
            }
            all.stream()
                    .filter(i -> i != newest && !i.state.isEnding())
                    .forEach(i -> strays.add(i.instanceId));
        }
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
                launchPause,
                unsettled,
                seats,
                strays);
    }

    private MemberSnapshot seat(Member member, @Nullable Instance instance) {
        return new MemberSnapshot(
                member.index,
                member.name,
                member.attempt,
                member.attemptAt,
                member.peersGeneration,
                member.exitStatus == null ? null : ExitReason.parse(member.exitStatus),
                member.reason,
                instance == null ? null : occupant(instance),
                instance != null && instance.enrolledAt != null && silent(instance),
                instance != null && agents.isConnected(place(instance)),
                MemberLifecycle.of(member));
    }

    /** Silence counts while the machine runs: one that was off could say nothing. */
    private boolean silent(Instance i) {
        Instant since = agents.lastMessageAt(place(i));
        if (i.runningSince == null) {
            return false;
        }
        Instant from = since.isAfter(i.runningSince) ? since : i.runningSince;
        return from.isBefore(clock.instant().minus(config.agentSilence()));
    }

    private static Assignment place(Instance i) {
        return new Assignment(i.arrayId, i.index, i.generation, i.attempt, i.instanceId);
    }

    private static MemberSnapshot.MemberInstance occupant(Instance i) {
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
                i.enrolledAt);
    }
}
