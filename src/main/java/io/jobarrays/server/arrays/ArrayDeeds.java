package io.jobarrays.server.arrays;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.Agents;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.dns.Names;
import io.jobarrays.server.instances.Labels;
import io.jobarrays.server.instances.Terminator;
import io.jobarrays.server.peers.Roster;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.function.Consumer;

/** Makes happen what {@link ArrayPlan} decided; every deed may be repeated. */
@ApplicationScoped
class ArrayDeeds {
    private final ArrayLaunch launch;
    private final Terminator terminator;
    private final Labels labels;
    private final Agents agents;
    private final Names names;
    private final Rosters rosters;
    private final WorkOrders orders;
    private final Story story;
    private final Clock clock;

    ArrayDeeds(
            ArrayLaunch launch,
            Terminator terminator,
            Labels labels,
            Agents agents,
            Names names,
            Rosters rosters,
            WorkOrders orders,
            Story story,
            Clock clock) {
        this.launch = launch;
        this.terminator = terminator;
        this.labels = labels;
        this.agents = agents;
        this.names = names;
        this.rosters = rosters;
        this.orders = orders;
        this.story = story;
        this.clock = clock;
    }

    /** Whether the array is closed now. */
    boolean act(Action action, ArraySnapshot array, ArrayRoom room) throws InterruptedException {
        switch (action) {
            case Action.Launch order -> launch.launch(order, array, room);
            case Action.SettleLaunches settle -> launch.settle(array);
            case Action.End end -> end(array, end);
            case Action.GiveUp giveUp -> giveUp(array, giveUp);
            case Action.PublishPeers publish -> publish(array, publish);
            case Action.RemindPeers remind -> remind(array, remind.members(), room);
            case Action.HandOut handOut -> handOut(array, handOut.members(), room);
            case Action.Go go -> go(array, go.members(), room);
            case Action.Terminate terminate -> terminate(array, terminate, room);
            case Action.Show show -> show(array, show.state());
            case Action.Close close -> {
                close(array);
                return true;
            }
        }
        return false;
    }

    private void end(ArraySnapshot array, Action.End end) {
        boolean ended =
                QuarkusTransaction.requiringNew()
                        .call(
                                () ->
                                        Member.end(
                                                array.id(),
                                                end.index(),
                                                end.attempt(),
                                                end.exit().toString(),
                                                end.reason(),
                                                clock.instant()));
        if (ended) {
            story.tell(array.id(), end.index(), "%s (%s)".formatted(end.exit(), end.reason()));
        }
    }

    private void giveUp(ArraySnapshot array, Action.GiveUp giveUp) {
        update(
                array,
                row -> {
                    row.outcome = Outcome.NOT_VIABLE;
                    row.reason = giveUp.reason();
                });
        story.tell(array.id(), "gives up: " + giveUp.reason());
        AgentMessage.BarrierFailed failed =
                new AgentMessage.BarrierFailed(giveUp.reason(), giveUp.missing().ranges());
        for (Seat seat : array.seats()) {
            if (seat.open()) {
                end(
                        array,
                        new Action.End(
                                seat.index(),
                                seat.attempt(),
                                io.jobarrays.contract.ExitReason.Plain.NOT_STARTED,
                                giveUp.reason()));
            }
            rosters.place(array, seat).ifPresent(place -> agents.send(place, failed));
        }
    }

    private void publish(ArraySnapshot array, Action.PublishPeers publish) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            JobArray.update(
                                    "peersGeneration = ?1 where id = ?2",
                                    publish.generation(),
                                    array.id());
                            Member.update(
                                    "peersGeneration = 0 where arrayId = ?1 and index in ?2",
                                    array.id(),
                                    publish.members().toList());
                        });
        Roster roster = rosters.of(array, publish.generation(), publish.members());
        for (Seat seat : array.seats()) {
            if (publish.members().contains(seat.index())) {
                rosters.place(array, seat).ifPresent(p -> agents.send(p, roster.message()));
            }
        }
        story.tell(
                array.id(),
                "peers of %s published, generation %d"
                        .formatted(publish.members(), publish.generation()));
        if (array.label() != null) {
            names.publish(array.id(), roster.addresses());
        }
        labels.peers(
                array.id(),
                roster.entries().stream().map(Roster.Entry::instanceId).toList(),
                roster.peers().pointer(publish.generation()));
    }

    private void remind(ArraySnapshot array, IndexSet members, ArrayRoom room) {
        IndexSet everybody = array.indexes(Seat::reachable);
        Roster roster = rosters.of(array, array.peersGeneration(), everybody);
        for (Seat seat : array.seats()) {
            if (members.contains(seat.index())) {
                rosters.place(array, seat)
                        .filter(p -> room.told.add("peers " + roster.generation() + p))
                        .ifPresent(p -> agents.send(p, roster.message()));
            }
        }
    }

    private void handOut(ArraySnapshot array, IndexSet members, ArrayRoom room) {
        for (Seat seat : array.seats()) {
            if (members.contains(seat.index())) {
                rosters.place(array, seat)
                        .filter(p -> room.told.add("work " + WorkId.of(array.id(), seat)))
                        .ifPresent(p -> agents.send(p, orders.of(array, seat)));
            }
        }
    }

    private void go(ArraySnapshot array, IndexSet members, ArrayRoom room) {
        for (Seat seat : array.seats()) {
            if (members.contains(seat.index())) {
                rosters.place(array, seat)
                        .filter(p -> room.told.add("go " + WorkId.of(array.id(), seat)))
                        .ifPresent(
                                p ->
                                        agents.send(
                                                p,
                                                new AgentMessage.Go(WorkId.of(array.id(), seat))));
            }
        }
    }

    private void terminate(ArraySnapshot array, Action.Terminate terminate, ArrayRoom room) {
        if (array.label() != null) {
            names.withdraw(array.id());
        }
        try {
            int going = terminator.terminate(terminate.instanceIds()).size();
            story.tell(array.id(), "%d machines are ending".formatted(going));
        } catch (AwsFailure failure) {
            if (room.told.add("terminate " + failure.code())) {
                story.tell(array.id(), "will try again: " + failure.getMessage());
            }
            throw failure;
        }
    }

    private void show(ArraySnapshot array, ArrayState state) {
        if (array.state() != state) {
            update(array, row -> row.state = state);
        }
    }

    private void close(ArraySnapshot array) {
        names.withdraw(array.id());
        update(
                array,
                row -> {
                    row.state = ArrayState.ENDED;
                    row.endedAt = clock.instant();
                });
        story.tell(array.id(), "ended, no machine is left");
    }

    private static void update(ArraySnapshot array, Consumer<JobArray> change) {
        QuarkusTransaction.requiringNew().run(() -> change.accept(JobArray.findById(array.id())));
    }
}
