package io.jobarrays.server.arrays;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.AgentMessage.ToAgent;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.Agents;
import io.jobarrays.server.instances.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What an agent is told when it comes, or comes back: everything that holds for it now. */
@ApplicationScoped
class Greeting {
    private final ArrayRooms rooms;
    private final Rosters rosters;
    private final WorkOrders orders;
    private final ArrayKeys keys;
    private final Agents agents;
    private final Clock clock;

    Greeting(
            ArrayRooms rooms,
            Rosters rosters,
            WorkOrders orders,
            ArrayKeys keys,
            Agents agents,
            Clock clock) {
        this.rooms = rooms;
        this.rosters = rosters;
        this.orders = orders;
        this.keys = keys;
        this.agents = agents;
        this.clock = clock;
    }

    void say(ArraySnapshot array, Seat seat, Place place, AgentMessage.Hello hello) {
        deadline(seat, place);
        if (array.spec().idleness().timeout() != null) {
            agents.send(place, array.spec().idleness().message());
        }
        if (array.givenUp()) {
            agents.send(place, new AgentMessage.BarrierFailed("the array was given up", ""));
            return;
        }
        agents.send(place, keys.of(array.id()));
        work(array, seat, place, hello);
        IndexSet everybody = array.indexes(Seat::reachable);
        if (array.peersGeneration() > 0
                && everybody.contains(seat.index())
                && RosterHash.of(array, everybody).equals(array.rosterHash())) {
            agents.send(place, rosters.of(array, array.peersGeneration(), everybody).message());
        }
        if (rooms.phase(place.arrayId()) == Phase.RUN
                && array.spec().barrier()
                && PeerPolicy.complete(array)) {
            agents.send(place, new AgentMessage.Go(WorkId.of(array.id(), seat)));
        }
    }

    void deadline(Seat seat, Place place) {
        Instant deadline = seat.standing().deadline();
        Duration remaining = seat.standing().remaining();
        if (deadline != null) {
            agents.send(
                    place,
                    new AgentMessage.Deadline(deadline.toString(), clock.instant().toString()));
        } else if (remaining != null && seat.off()) {
            agents.send(place, new AgentMessage.Pause(remaining.toSeconds()));
        }
    }

    /** What it still runs of an earlier attempt is over, whatever it thinks. */
    private void work(ArraySnapshot array, Seat seat, Place place, AgentMessage.Hello hello) {
        String current = WorkId.of(array.id(), seat);
        String held = hello.work();
        if (held != null && !held.equals(current)) {
            agents.send(place, halt(held));
        }
        if (seat.off()) {
            if (seat.standing().power() == Power.STOPPED && seat.open()) {
                agents.send(place, halt(current));
            }
            return;
        }
        if (seat.open() && !array.spec().work().isNone() && !array.suspended()) {
            orders.send(array, seat, place);
        }
    }

    private static ToAgent halt(String work) {
        return new AgentMessage.Stop(work, (int) PowerPolicy.GRACE.toSeconds());
    }
}
