package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builder of snapshots at {@link #NOW}, ten seconds after the launch. */
public final class ArrayFixture extends MemberListFixture {
    public static final Instant NOW = Instant.parse("2026-01-13T12:00:10Z");
    static final Instant LAUNCHED_AT = Instant.parse("2026-01-13T12:00:00Z");

    private final Map<String, String> flags = new TreeMap<>();
    private final List<String> orphans = new ArrayList<>();
    private @Nullable Phase phase = Phase.LAUNCH;
    private int peersGeneration;
    private boolean batchJobEnded;
    private boolean draining;
    private boolean awaitsMachines;
    private IndexSet keptMachines = IndexSet.firstOf(0);
    private boolean openLaunchIntent;
    private @Nullable String outcome;
    private @Nullable String launchError;
    private @Nullable Instant deadline;
    private @Nullable Instant completeAt;
    private boolean suspended;
    private boolean retriesTogether;
    private boolean completed;
    private String publishedPeersHash = "";
    private @Nullable Instant launchRetryAt;
    private @Nullable Instant launchQueuedUntil;
    private Instant listeningSince = Instant.EPOCH;
    private @Nullable String publicUrlObjection;

    public static ArrayFixture of(String... flagsAndValues) {
        ArrayFixture array = new ArrayFixture();
        array.flags.put("job-array-name", "compute");
        array.flags.put("command", "true");
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            array.flags.put(flagsAndValues[i], flagsAndValues[i + 1]);
        }
        return array;
    }

    ArrayFixture inPhase(@Nullable Phase now) {
        phase = now;
        return this;
    }

    ArrayFixture orphan(String instanceId) {
        orphans.add(instanceId);
        return this;
    }

    ArrayFixture peersGeneration(int generation) {
        peersGeneration = generation;
        return this;
    }

    ArrayFixture batchJobEnded() {
        batchJobEnded = true;
        phase = null;
        return this;
    }

    public ArrayFixture draining() {
        draining = true;
        return this;
    }

    public ArrayFixture openLaunchIntent() {
        openLaunchIntent = true;
        return this;
    }

    public ArrayFixture outcome(String text) {
        outcome = text;
        return this;
    }

    public ArrayFixture launchError(String code) {
        launchError = code;
        return this;
    }

    /** Sets the deadline of all members. */
    public ArrayFixture deadline(Instant at) {
        deadline = at;
        return this;
    }

    ArrayFixture retriesTogether() {
        retriesTogether = true;
        return this;
    }

    ArrayFixture suspended() {
        suspended = true;
        return this;
    }

    ArrayFixture completed() {
        completed = true;
        return this;
    }

    ArrayFixture completeAt(Instant at) {
        completeAt = at;
        return this;
    }

    /** The reachable members are published as peers of this generation. */
    ArrayFixture published(int generation) {
        peersGeneration = generation;
        ArraySnapshot now = snapshot();
        publishedPeersHash = PeerListHash.of(now, now.indexes(MemberSnapshot::reachable));
        return this;
    }

    public ArrayFixture launchRetryAt(Instant at) {
        launchRetryAt = at;
        return this;
    }

    public ArrayFixture launchQueuedUntil(Instant at) {
        launchQueuedUntil = at;
        return this;
    }

    /** It runs on machines of an earlier stage, which it does not have yet. */
    ArrayFixture awaitsMachines() {
        awaitsMachines = true;
        return this;
    }

    /** Later stages run on the machines of the first members. */
    ArrayFixture keepsMachines(int members) {
        keptMachines = IndexSet.firstOf(members);
        return this;
    }

    ArrayFixture listeningSince(Instant at) {
        listeningSince = at;
        return this;
    }

    ArrayFixture publicUrlObjection(String sentence) {
        publicUrlObjection = sentence;
        return this;
    }

    public ArraySnapshot snapshot() {
        flags.putIfAbsent("count", "" + members.size());
        if (deadline != null) {
            members.forEach(member -> member.deadline = deadline);
        }
        return new ArraySnapshot(
                "compute-20260113-abc123",
                ArraySpec.of(flags),
                members.size(),
                "compute",
                ArrayState.LAUNCHING,
                phase,
                peersGeneration,
                publishedPeersHash,
                batchJobEnded,
                draining,
                suspended,
                retriesTogether,
                outcome,
                completeAt,
                completed,
                launchError,
                launchError == null ? null : "EC2 said " + launchError,
                launchRetryAt,
                launchQueuedUntil,
                listeningSince,
                publicUrlObjection,
                openLaunchIntent,
                awaitsMachines,
                keptMachines,
                members.stream().map(member -> member.snapshot(peersGeneration)).toList(),
                orphans);
    }

    /** Snapshot with these flags only. */
    public ArraySnapshot snapshotOf(String... flagsAndValues) {
        ArrayFixture other = of(flagsAndValues);
        flags.clear();
        flags.putAll(other.flags);
        flags.remove("command");
        return snapshot();
    }

    List<Action> plan() {
        return plan(NOW);
    }

    List<Action> plan(Instant now) {
        return ArrayPlan.of(snapshot(), now);
    }

    @Override
    ArrayFixture self() {
        return this;
    }
}
