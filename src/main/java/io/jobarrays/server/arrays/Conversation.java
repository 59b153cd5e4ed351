package io.jobarrays.server.arrays;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.AgentWord;
import io.jobarrays.server.agents.Agents;
import io.jobarrays.server.instances.Place;
import io.jobarrays.server.instances.Watcher;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What arrays answer their agents; every answer may be repeated, agents do nothing twice. */
@ApplicationScoped
class Conversation {
    private final ArrayRooms rooms;
    private final ArraySight sight;
    private final Rosters rosters;
    private final WorkOrders orders;
    private final Agents agents;
    private final Watcher watcher;
    private final Story story;
    private final Clock clock;

    Conversation(
            ArrayRooms rooms,
            ArraySight sight,
            Rosters rosters,
            WorkOrders orders,
            Agents agents,
            Watcher watcher,
            Story story,
            Clock clock) {
        this.rooms = rooms;
        this.sight = sight;
        this.rosters = rosters;
        this.orders = orders;
        this.agents = agents;
        this.watcher = watcher;
        this.story = story;
        this.clock = clock;
    }

    void hear(@Observes AgentWord word) {
        Place place = word.place();
        switch (word.message()) {
            case AgentMessage.Hello hello -> greet(place);
            case AgentMessage.PeersWritten written -> acknowledged(place, written);
            case AgentMessage.Ended ended -> ended(place, ended);
            case AgentMessage.Log log -> {}
            default -> {}
        }
        rooms.poke(place.arrayId());
    }

    private void greet(Place place) {
        watcher.soon();
        ArraySnapshot array = sight.of(place.arrayId());
        Seat seat = seat(array, place.index());
        if (array.ttlDeadline() != null) {
            agents.send(
                    place,
                    new AgentMessage.Deadline(
                            array.ttlDeadline().toString(), clock.instant().toString()));
        }
        if (Outcome.NOT_VIABLE.equals(array.outcome())) {
            agents.send(place, new AgentMessage.BarrierFailed("the array was given up", ""));
            return;
        }
        if (seat.open() && !array.spec().work().isNone()) {
            agents.send(place, orders.of(array, seat));
        }
        if (array.peersGeneration() > 0 && seat.peersGeneration() >= 0) {
            IndexSet everybody = array.indexes(Seat::reachable);
            agents.send(place, rosters.of(array, array.peersGeneration(), everybody).message());
        }
        if (rooms.phase(place.arrayId()) == Phase.RUN && array.spec().barrier()) {
            agents.send(place, new AgentMessage.Go(WorkId.of(array.id(), seat)));
        }
    }

    private void acknowledged(Place place, AgentMessage.PeersWritten written) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Member.update(
                                        "peersGeneration = ?1 where arrayId = ?2 and index = ?3"
                                                + " and peersGeneration < ?1",
                                        written.generation(),
                                        place.arrayId(),
                                        place.index()));
    }

    private void ended(Place place, AgentMessage.Ended ended) {
        Seat seat = seat(sight.of(place.arrayId()), place.index());
        if (ended.id().equals(WorkId.of(place.arrayId(), seat))) {
            boolean first =
                    QuarkusTransaction.requiringNew()
                            .call(
                                    () ->
                                            Member.end(
                                                    place.arrayId(),
                                                    place.index(),
                                                    seat.attempt(),
                                                    ended.exit(),
                                                    reason(ended),
                                                    clock.instant()));
            if (first) {
                story.tell(
                        place.arrayId(),
                        place.index(),
                        Optional.ofNullable(ended.problem())
                                .map(p -> ended.exit() + " (" + p + ")")
                                .orElse(ended.exit()));
            }
        }
        agents.send(place, new AgentMessage.EndStored(ended.id()));
    }

    private static @Nullable String reason(AgentMessage.Ended ended) {
        if (ended.problem() != null) {
            return ended.problem();
        }
        boolean script = ended.part().equals("user_data") && !ended.exit().equals("EXIT_0");
        return script ? "the user data script ended with " + ended.exit() : null;
    }

    private static Seat seat(ArraySnapshot array, int index) {
        return array.seats().stream().filter(s -> s.index() == index).findFirst().orElseThrow();
    }
}
