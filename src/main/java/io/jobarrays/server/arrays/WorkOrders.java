package io.jobarrays.server.arrays;

import io.jobarrays.contract.AgentMessage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Writes what an agent is to run. */
@ApplicationScoped
class WorkOrders {
    private final ArraySight sight;
    private final SpecText specs;

    WorkOrders(ArraySight sight, SpecText specs) {
        this.sight = sight;
        this.specs = specs;
    }

    AgentMessage.Work of(ArraySnapshot array, Seat seat) {
        Work work = array.spec().work();
        return new AgentMessage.Work(
                WorkId.of(array.id(), seat),
                seat.attempt(),
                array.size(),
                work.userData(),
                work.command(),
                array.spec().barrier(),
                work.environment(),
                work.runAs(),
                work.bundle(),
                inputs(array.id()),
                work.collect(),
                work.onInterrupt());
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
}
