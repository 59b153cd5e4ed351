package io.jobarrays.server.arrays;

import io.jobarrays.contract.IndexSet;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Renders rows for users; never asks AWS. */
@ApplicationScoped
class ArrayViews {
    private final ArraySight sight;
    private final Rosters rosters;
    private final Clock clock;

    ArrayViews(ArraySight sight, Rosters rosters, Clock clock) {
        this.sight = sight;
        this.rosters = rosters;
        this.clock = clock;
    }

    ArrayView of(String arrayId, Predicate<MemberView> members) {
        ArraySnapshot array = sight.of(arrayId);
        JobArray row =
                QuarkusTransaction.requiringNew().call(() -> JobArray.<JobArray>findById(arrayId));
        List<MemberView> all =
                array.seats().stream().map(seat -> member(array, seat)).filter(members).toList();
        return new ArrayView(
                row.standalone ? null : row.id,
                row.id,
                row.name,
                row.label,
                row.size,
                row.state,
                row.outcome,
                launchExitCode(array),
                exitCode(array),
                reason(array, row.reason),
                row.peersGeneration,
                row.createdAt,
                row.endedAt,
                row.ttlDeadline,
                row.region,
                row.execution,
                row.stage,
                all,
                next(row),
                clock.instant());
    }

    private MemberView member(ArraySnapshot array, Seat seat) {
        Seat.Occupant instance = seat.instance();
        String dns = rosters.name(array, seat.index());
        String exit = seat.exit() == null ? null : seat.exit().toString();
        if (instance == null) {
            return new MemberView(
                    seat.index(),
                    seat.name(),
                    null,
                    null,
                    "planned",
                    null,
                    null,
                    null,
                    dns,
                    0,
                    seat.attempt(),
                    phase(seat),
                    exit,
                    why(array, seat),
                    null);
        }
        boolean over = instance.state().over();
        return new MemberView(
                seat.index(),
                seat.name(),
                instance.instanceId(),
                instance.type(),
                instance.state().word(),
                instance.az(),
                over ? null : instance.publicIp(),
                instance.privateIp(),
                dns,
                instance.generation(),
                seat.attempt(),
                phase(seat),
                exit,
                why(array, seat),
                instance.launchedAt());
    }

    /** A group that is stuck says why. */
    private static @Nullable String why(ArraySnapshot array, Seat seat) {
        if (seat.reason() != null || !seat.open()) {
            return seat.reason();
        }
        if (seat.unlaunched()) {
            return array.launchReason();
        }
        return seat.arrived() ? null : "waiting for its agent";
    }

    private static String phase(Seat seat) {
        if (!seat.open()) {
            return "ended";
        }
        if (seat.instance() == null || seat.unlaunched()) {
            return "planned";
        }
        if (!seat.arrived()) {
            return "launched";
        }
        return seat.peersGeneration() > 0 ? "peers" : "arrived";
    }

    private static @Nullable Integer launchExitCode(ArraySnapshot array) {
        return array.state() == ArrayState.LAUNCHING ? null : Outcome.launchCode(array);
    }

    private static @Nullable Integer exitCode(ArraySnapshot array) {
        boolean ended = array.state() == ArrayState.ENDED;
        boolean kept =
                array.finished()
                        && array.spec().onComplete() == OnComplete.KEEP
                        && array.state() != ArrayState.LAUNCHING
                        && !array.draining();
        boolean up = array.spec().work().isNone() && array.state() == ArrayState.UP;
        return ended || kept || up ? Outcome.exitCode(array) : null;
    }

    private static @Nullable String reason(ArraySnapshot array, @Nullable String reason) {
        if (reason != null) {
            return array.launchReason() == null ? reason : reason + "; " + array.launchReason();
        }
        IndexSet missing =
                array.indexes(
                        seat ->
                                seat.exit()
                                        instanceof io.jobarrays.contract.ExitReason.LaunchFailed);
        if (!missing.isEmpty()) {
            return "%s not launched: %s; the others are up"
                    .formatted(missing, array.launchReason());
        }
        boolean waiting = array.count(Seat::unlaunched) > 0;
        return waiting ? array.launchReason() : null;
    }

    private static List<String> next(JobArray row) {
        List<String> next = new ArrayList<>();
        String name = row.stage == null ? row.name : row.id;
        next.add("spawn status " + name);
        next.add("spawn logs " + name);
        if (row.endedAt == null) {
            next.add("spawn terminate " + name);
        }
        return next;
    }
}
