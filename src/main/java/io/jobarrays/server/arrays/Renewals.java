package io.jobarrays.server.arrays;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets arrays and members begin again. */
@ApplicationScoped
class Renewals {
    private final SpecText specs;
    private final ArrayRooms rooms;
    private final Story story;
    private final Clock clock;

    Renewals(SpecText specs, ArrayRooms rooms, Story story, Clock clock) {
        this.specs = specs;
        this.rooms = rooms;
        this.story = story;
        this.clock = clock;
    }

    /** A person restarts: what did not succeed gets a new attempt; coupled work all of it. */
    void renew(String arrayId) {
        boolean renewed = QuarkusTransaction.requiringNew().call(() -> reset(arrayId));
        if (renewed) {
            story.tell(arrayId, "starts again");
            rooms.room(arrayId);
        }
    }

    /**
     * Its batch job will walk it once more, over the members that are open then.
     *
     * @return whether its batch job has to be begun for that
     */
    boolean reopen(String arrayId, IndexSet again, boolean onNewMachines) {
        boolean ended =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    JobArray row = row(arrayId);
                                    begin(row, again, onNewMachines);
                                    boolean over = row.finished || row.endedAt != null;
                                    open(row);
                                    return over;
                                });
        rooms.room(arrayId).poke();
        return ended;
    }

    private boolean reset(String arrayId) {
        JobArray row = row(arrayId);
        List<Member> members = Member.list("arrayId = ?1 and not retired", arrayId);
        Predicate<Member> unfinished = member -> !"EXIT_0".equals(member.exitStatus);
        if (members.stream().noneMatch(unfinished)) {
            return false;
        }
        boolean all = specs.read(row.flags).barrier();
        begin(
                row,
                IndexSet.of(
                        members.stream()
                                .filter(member -> all || unfinished.test(member))
                                .map(member -> member.index)
                                .toList()),
                false);
        open(row);
        row.draining = false;
        row.suspended = false;
        row.state = ArrayState.LAUNCHING;
        return true;
    }

    private void begin(JobArray row, IndexSet again, boolean onNewMachines) {
        if (again.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        ArraySpec spec = specs.read(row.flags);
        Instant deadline = Births.deadline(spec, now);
        Member.again(row.id, again.toList(), ", interruptedAt = null", now);
        for (Member member : unmanned(row.id, again, onNewMachines)) {
            Member.update(
                    "ttlDeadline = ?1, ttlRemaining = null, deadlineStored = null, power ="
                            + " RUNNING, paused = false where arrayId = ?2 and index = ?3",
                    deadline,
                    row.id,
                    member.index);
        }
    }

    /** Who runs on keeps its deadline; a new machine has a new one. */
    private static List<Member> unmanned(String arrayId, IndexSet again, boolean all) {
        return Member.list(
                "arrayId = ?1 and index in ?2 and (?3 = true or not exists (select 1 from Instance i"
                        + " where i.arrayId = ?1 and i.index = index and i.state not in"
                        + " (SHUTTING_DOWN, TERMINATED)))",
                arrayId,
                again.toList(),
                all);
    }

    private static void open(JobArray row) {
        row.finished = false;
        row.completed = false;
        row.completeAt = null;
        row.outcome = null;
        row.reason = null;
        row.launchCode = null;
        row.launchReason = null;
        row.endedAt = null;
    }

    private static JobArray row(String arrayId) {
        @Nullable JobArray row = JobArray.findById(arrayId);
        if (row == null) {
            throw new NotFound("there is no array " + arrayId);
        }
        return row;
    }
}
