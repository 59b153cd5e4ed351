package io.jobarrays.server.arrays.owner;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.PublishedPeers;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotBuilder;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.caller.Caller;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.instances.rows.RowChanges;
import io.jobarrays.server.problems.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One array in the memory of its owner: its row, members, instances, open launch calls and new
 * events. Changes are made by the transitions of these rows. Not for concurrent use.
 */
public final class OwnedArray {
    private final JobArray row;
    private final NavigableMap<Integer, Member> members = new TreeMap<>();
    private final OwnedInstances instances;
    private final RowChanges changes;
    private final SnapshotBuilder snapshots;
    private final EventRecorder events;
    private final Clock clock;

    /** Who asked for the change that is being made; null: the control plane acts by itself. */
    private @Nullable Caller caller;

    OwnedArray(ArrayRowsRead rows, SnapshotBuilder snapshots, EventRecorder events, Clock clock) {
        this.row = rows.array();
        this.instances = rows.instances();
        this.changes = rows.changes();
        this.snapshots = snapshots;
        this.events = events;
        this.clock = clock;
        row.attach(changes);
        rows.members().forEach(this::attach);
    }

    /** Who asks for the changes that follow. */
    void askedBy(@Nullable Caller itsCaller) {
        caller = itsCaller;
    }

    public JobArray row() {
        return row;
    }

    public OwnedInstances instances() {
        return instances;
    }

    /** Members with their retired ones, by index. */
    public Collection<Member> members() {
        return members.values();
    }

    /** Empty for an index that the array never had. */
    public Optional<Member> find(int index) {
        return Optional.ofNullable(members.get(index));
    }

    /**
     * @throws NotFound for an index that the array never had
     */
    public Member member(int index) {
        return find(index)
                .orElseThrow(
                        () -> new NotFound("array %s has no member %d".formatted(row.id, index)));
    }

    public void each(IndexSet indexes, Consumer<Member> transition) {
        indexes.stream().forEach(index -> transition.accept(member(index)));
    }

    /** Adds a member that the array did not have. */
    public void add(Member member) {
        changes.insert(member);
        attach(member);
    }

    /** The whole array as it is now; O(members). */
    public ArraySnapshot snapshot(@Nullable Phase phase) {
        return snapshots.of(row, phase, members.values(), instances);
    }

    /** The same object until a change was committed. */
    public Object version() {
        return changes.version();
    }

    /** As {@link #snapshot(Phase)}, without phase, which only the reconciler knows. */
    public ArraySnapshot snapshot() {
        return snapshot(null);
    }

    /** The array with this member only; the cost does not depend on the number of members. */
    public ArraySnapshot snapshotWith(int index) {
        return snapshots.of(row, null, find(index).stream().toList(), instances);
    }

    /** The member as it is now; empty when it was scaled away. */
    public Optional<MemberSnapshot> memberSnapshot(int index) {
        return snapshotWith(index).members().stream().findFirst();
    }

    /** Whether the instance is the newest one of its member and is not ending. */
    public boolean holds(Assignment assignment) {
        return instances.holds(assignment);
    }

    /** Lets the next attempt of the member have a new instance, unless its own is ending. */
    public void replaceInstance(Member member) {
        Instance newest = instances.newest(member.index);
        if (newest != null && !newest.state.isEnding()) {
            member.replaceInstance(newest.generation + 1);
        }
    }

    /** Records an event of the whole array. */
    public void event(String text) {
        event(Event.WHOLE_ARRAY, text);
    }

    /** Records an event of one member. */
    public void event(int index, String text) {
        Caller asking = caller;
        changes.insert(events.event(row, index, text, asking));
        changes.afterCommit(() -> events.committed(row, index, text, asking));
    }

    /** Runs after the commit; must not fail. */
    public void afterCommit(Runnable action) {
        changes.afterCommit(action);
    }

    /** Counts the end of an attempt after the commit. */
    public void attemptEnded(ExitReason exit) {
        afterCommit(() -> events.attemptEnded(exit));
    }

    /** Signals the readers of the array after the commit, also without an event. */
    public void signal() {
        changes.afterCommit(() -> events.signal(row));
    }

    /** Replaces the published peers. */
    public void publish(int generation, String hash, IndexSet indexes, String peers) {
        row.peersPublished(generation, hash);
        each(indexes, Member::peersPublished);
        changes.replace(PublishedPeers.row(row.id, generation, peers));
    }

    public Instant now() {
        return clock.instant();
    }

    RowChanges changes() {
        return changes;
    }

    private void attach(Member member) {
        member.attach(changes);
        members.put(member.index, member);
    }
}
