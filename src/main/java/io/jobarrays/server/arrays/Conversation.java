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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What arrays answer their agents; every answer may be repeated, agents do nothing twice. */
@ApplicationScoped
class Conversation {
    private final ArrayRooms rooms;
    private final ArraySight sight;
    private final Rosters rosters;
    private final SpecText specs;
    private final Agents agents;
    private final Watcher watcher;
    private final Story story;
    private final Clock clock;

    Conversation(
            ArrayRooms rooms,
            ArraySight sight,
            Rosters rosters,
            SpecText specs,
            Agents agents,
            Watcher watcher,
            Story story,
            Clock clock) {
        this.rooms = rooms;
        this.sight = sight;
        this.rosters = rosters;
        this.specs = specs;
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
        }
        rooms.poke(place.arrayId());
    }

    private void greet(Place place) {
        watcher.soon();
        ArraySnapshot array = sight.of(place.arrayId());
        Seat seat = seat(array, place.index());
        if (array.ttlDeadline() != null) {
            agents.send(place, new AgentMessage.Deadline(array.ttlDeadline().toString()));
        }
        if (Outcome.NOT_VIABLE.equals(array.outcome())) {
            agents.send(place, new AgentMessage.BarrierFailed("the array was given up", ""));
            return;
        }
        if (seat.open() && !array.spec().work().isNone()) {
            agents.send(place, work(array, seat));
        }
        if (array.peersGeneration() > 0 && seat.peersGeneration() >= 0) {
            IndexSet everybody = array.indexes(Seat::reachable);
            agents.send(place, rosters.of(array, array.peersGeneration(), everybody).message());
        }
        if (rooms.phase(place.arrayId()) == Phase.RUN && array.spec().barrier()) {
            agents.send(place, new AgentMessage.Go(WorkId.of(array.id(), seat)));
        }
    }

    private AgentMessage.Work work(ArraySnapshot array, Seat seat) {
        Work work = array.spec().work();
        return new AgentMessage.Work(
                WorkId.of(array.id(), seat),
                seat.attempt(),
                work.userData(),
                work.command(),
                array.spec().barrier(),
                work.environment(),
                work.runAs(),
                work.bundle(),
                inputs(array.id()),
                work.collect());
    }

    /** The indexes of each earlier stage that succeeded, for only those have all their outputs. */
    private List<AgentMessage.Input> inputs(String arrayId) {
        String stages =
                QuarkusTransaction.requiringNew()
                        .call(() -> JobArray.<JobArray>findById(arrayId).inputArrays);
        List<AgentMessage.Input> inputs = new ArrayList<>();
        specs.map(stages)
                .forEach(
                        (stage, source) ->
                                inputs.add(
                                        new AgentMessage.Input(
                                                stage,
                                                sight.of(source)
                                                        .indexes(Seat::succeeded)
                                                        .ranges())));
        return inputs;
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
