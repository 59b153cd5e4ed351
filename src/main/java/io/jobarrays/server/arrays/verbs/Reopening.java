package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.MemberDeadlineRows;
import io.jobarrays.server.arrays.rows.MemberPowerRows;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Begins new attempts of members, and reopens arrays that have ended. */
@ApplicationScoped
public class Reopening {
    private final SpecCodec specs;
    private final ArrayReconcilers reconcilers;
    private final EventLog events;
    private final Clock clock;

    Reopening(SpecCodec specs, ArrayReconcilers reconcilers, EventLog events, Clock clock) {
        this.specs = specs;
        this.reconcilers = reconcilers;
        this.events = events;
        this.clock = clock;
    }

    /**
     * For a restart: members that did not succeed get a new attempt; with a barrier all members.
     */
    public void restart(String arrayId) {
        boolean renewed = QuarkusTransaction.requiringNew().call(() -> reset(arrayId));
        if (renewed) {
            events.record(arrayId, "starts again");
            reconcilers.reconcilerOf(arrayId);
        }
    }

    /**
     * Begins new attempts; a new batch job then runs the members that are open.
     *
     * @param replaced those of {@code again} that get a new instance
     */
    void reopen(String arrayId, IndexSet again, IndexSet replaced) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            JobArray row = row(arrayId);
                            if (row.endedAt != null) {
                                ArrayCreation.refuseTakenNames(
                                        specs.readSpec(row.flags), row.stage, row.label);
                                row.relaunch();
                            }
                            row.reopen();
                            begin(row, again, replaced);
                        });
        reconcilers.reconcilerOf(arrayId).wake();
    }

    private boolean reset(String arrayId) {
        JobArray row = row(arrayId);
        List<Member> members = Member.list("arrayId = ?1 and not retired", arrayId);
        Predicate<Member> unfinished =
                member -> !"EXIT_0".equals(member.exitStatus) || member.unkeptOutputs != null;
        if (members.stream().noneMatch(unfinished)) {
            return false;
        }
        boolean all = specs.readSpec(row.flags).barrier();
        begin(
                row,
                IndexSet.of(
                        members.stream()
                                .filter(member -> all || unfinished.test(member))
                                .map(member -> member.index)
                                .toList()),
                IndexSet.of(List.of()));
        row.relaunch();
        return true;
    }

    /**
     * A running instance keeps its deadline; one that is off is started; a new one has a new TTL.
     */
    private void begin(JobArray row, IndexSet again, IndexSet replaced) {
        if (again.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant deadline = ArrayCreation.ttlDeadline(specs.readSpec(row.flags), now);
        MemberRows.restart(row.id, again.toList(), now);
        for (Member member : Member.<Member>list("arrayId", row.id)) {
            if (again.contains(member.index)
                    && (replaced.contains(member.index)
                            || !Instance.isLive(row.id, member.index))) {
                MemberDeadlineRows.resetForNewInstance(row.id, member.index, deadline);
            }
        }
        MemberPowerRows.requestStartOfStopped(row.id, again.toList(), now);
    }

    private static JobArray row(String arrayId) {
        @Nullable JobArray row = JobArray.findById(arrayId);
        if (row == null) {
            throw new NotFound("there is no array " + arrayId);
        }
        return row;
    }
}
