package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.agents.AgentMessageReceived;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.reconcile.AttemptActions;
import io.jobarrays.server.arrays.reconcile.WorkOrders;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrays answer their agents; every answer may be repeated, agents do nothing twice. */
@ApplicationScoped
class AgentMessageHandler {
    private final ArrayReconcilers reconcilers;
    private final SnapshotReader snapshots;
    private final AgentResync resync;
    private final WorkOrders orders;
    private final AgentReports reports;
    private final AttemptActions attemptEnder;
    private final ConnectedAgents agents;
    private final InstanceWatcher watcher;

    AgentMessageHandler(
            ArrayReconcilers rooms,
            SnapshotReader sight,
            AgentResync greeting,
            WorkOrders orders,
            AgentReports reports,
            AttemptActions ends,
            ConnectedAgents agents,
            InstanceWatcher watcher) {
        this.reconcilers = rooms;
        this.snapshots = sight;
        this.resync = greeting;
        this.orders = orders;
        this.reports = reports;
        this.attemptEnder = ends;
        this.agents = agents;
        this.watcher = watcher;
    }

    void handle(@Observes AgentMessageReceived word) {
        Assignment place = word.assignment();
        switch (word.message()) {
            case AgentMessage.Hello hello -> resync(place, hello);
            case AgentMessage.Ended ended -> ended(place, ended);
            case AgentMessage.PeersWritten written -> reports.peers(place, written.generation());
            case AgentMessage.DeadlineStored stored -> deadline(place, stored.at());
            case AgentMessage.Paused paused -> reports.paused(place);
            case AgentMessage.Activity activity -> reports.activity(place, activity);
            case AgentMessage.IdleReached reached -> idle(place);
            case AgentMessage.SpotNotice notice -> reports.interrupted(place, notice);
            case AgentMessage.Note note -> reports.note(place, note.text());
            // Of these the door itself takes care.
            case AgentMessage.Log log -> {}
            case AgentMessage.SessionOutput output -> {}
            case AgentMessage.SessionEnded ended -> {}
        }
        reconcilers.wake(place.arrayId());
    }

    private void resync(Assignment place, AgentMessage.Hello hello) {
        watcher.pollSoon();
        ArraySnapshot array = snapshots.read(place.arrayId());
        seat(array, place).ifPresent(seat -> resync.sendAll(array, seat, place, hello));
    }

    private void ended(Assignment place, AgentMessage.Ended ended) {
        ArraySnapshot array = snapshots.read(place.arrayId());
        seat(array, place).ifPresent(seat -> ended(array, seat, place, ended));
        agents.send(place, new AgentMessage.EndStored(ended.id()));
    }

    private void ended(
            ArraySnapshot array, MemberSnapshot seat, Assignment place, AgentMessage.Ended ended) {
        boolean current = ended.id().equals(WorkId.of(place.arrayId(), seat));
        ExitReason exit = ExitReason.parse(ended.exit());
        if (current
                && seat.lifecycle().desiredPower() == DesiredPower.STOPPED
                && !exit.succeeded()) {
            // Cut off, not over: it runs again when its machine is started.
            reports.halted(place);
        } else if (current) {
            attemptEnder.end(array, seat, exit, reason(ended));
        } else if (seat.open() && !seat.desiredOff() && !array.spec().work().isEmpty()) {
            // It could not take the next before this one was over.
            orders.send(array, seat, place);
        }
    }

    /** One that crossed a newer one on its way is told the newer one again. */
    private void deadline(Assignment place, @Nullable String stored) {
        reports.deadline(place, stored);
        seat(snapshots.read(place.arrayId()), place)
                .filter(seat -> !Objects.equals(instant(stored), seat.lifecycle().deadline()))
                .ifPresent(seat -> resync.sendDeadline(seat, place));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private void idle(Assignment place) {
        ArraySnapshot array = snapshots.read(place.arrayId());
        DesiredPower wanted =
                array.spec().idle().action() == OnComplete.HIBERNATE
                        ? DesiredPower.HIBERNATED
                        : DesiredPower.STOPPED;
        reports.idle(place, wanted);
    }

    private static @Nullable String reason(AgentMessage.Ended ended) {
        if (ended.problem() != null) {
            return ended.problem();
        }
        boolean script = ended.part().equals("user_data") && !ended.exit().equals("EXIT_0");
        return script ? "the user data script ended with " + ended.exit() : null;
    }

    /** Empty for one that was scaled away meanwhile. */
    private static java.util.Optional<MemberSnapshot> seat(ArraySnapshot array, Assignment place) {
        return array.members().stream().filter(s -> s.index() == place.index()).findFirst();
    }
}
