package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.arrays.spec.AliasVariables;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.WorkSpec;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.traces.ExecutionTraces;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends the work of an attempt to its agent. */
@ApplicationScoped
public class WorkOrders {
    private final ArrayOwners owners;
    private final SpecCodec specs;
    private final PeerListBuilder peerLists;
    private final ConnectedAgents agents;
    private final ExecutionTraces traces;

    WorkOrders(
            ArrayOwners owners,
            SpecCodec specs,
            PeerListBuilder peerLists,
            ConnectedAgents agents,
            ExecutionTraces traces) {
        this.owners = owners;
        this.specs = specs;
        this.peerLists = peerLists;
        this.agents = agents;
        this.traces = traces;
    }

    /** False when the agent is not connected. Once sent, losing the instance ends this attempt. */
    public boolean send(ArraySnapshot array, MemberSnapshot member, Assignment assignment) {
        Failpoints.reach(Failpoint.WORK_BEFORE_SEND);
        boolean sent = agents.send(assignment, of(array, member));
        if (sent) {
            Failpoints.reach(Failpoint.WORK_AFTER_SEND);
            owners.run(
                    array.id(),
                    it ->
                            it.instances()
                                    .find(assignment.instanceId())
                                    .ifPresent(one -> one.workReceived(member.attempt())));
            Failpoints.reach(Failpoint.WORK_AFTER_RECORD);
        }
        return sent;
    }

    private Work of(ArraySnapshot array, MemberSnapshot member) {
        WorkSpec work = array.spec().work();
        return Work.of(WorkId.of(array.id(), member), member.attempt(), array.size())
                .userData(work.userData())
                .command(work.command())
                .held(array.spec().barrier())
                .environment(environment(array, member))
                .runAs(work.runAs())
                .bundle(work.bundle())
                .inputs(inputs(array, member.index()))
                .collect(work.collect())
                .onInterrupt(work.onInterrupt())
                .streams(work.streams().word())
                .collectLimit(work.collectLimit())
                .collectTo(
                        work.outputPlace(array.id(), member.index())
                                .map(Object::toString)
                                .orElse(null))
                .filesFrom(work.filesFrom() == null ? null : work.filesFrom().toString())
                .requireOutputs(work.requireOutputs())
                .parameters(
                        work.sweep() == null
                                ? null
                                : specs.writeMap(work.parameters(member.index())) + "\n")
                .timeLimit(work.timeLimit())
                .keepsDirectory(work.keepsDirectory())
                .checkpoint(work.checkpoint())
                .identity(
                        new Work.Identity(array.id(), array.spec().name().value(), member.index()))
                .build();
    }

    private Map<String, String> environment(ArraySnapshot array, MemberSnapshot member) {
        WorkSpec work = array.spec().work();
        Map<String, String> environment = new TreeMap<>(work.environment());
        if (work.aliases()) {
            IndexSet members = array.spec().indexesOf(array.size());
            environment.putAll(
                    AliasVariables.of(
                            member.index(),
                            members,
                            peerLists.memberDnsName(array, members.first()),
                            work.environment()));
        }
        if (work.sweep() != null) {
            environment.putAll(work.sweep().variables(member.index()));
        }
        if (!traces.areOff()) {
            long execution = owners.call(array.id(), it -> it.row().execution);
            traces.traceparent(execution, array.id())
                    .ifPresent(parent -> environment.putIfAbsent("TRACEPARENT", parent));
        }
        return environment;
    }

    /** Members of earlier stages that succeeded; only those have complete outputs. */
    private List<Work.Input> inputs(ArraySnapshot array, int index) {
        String stages = owners.call(array.id(), it -> it.row().inputArrays);
        List<Work.Input> inputs = new ArrayList<>();
        specs.readMap(stages)
                .forEach(
                        (stage, source) ->
                                inputs.add(
                                        new Work.Input(
                                                stage,
                                                awaited(array.spec(), stage, index)
                                                        .orElseGet(() -> succeeded(source))
                                                        .ranges())));
        return inputs;
    }

    /** The indexes that the index waited for, if it did not wait for the whole stage. */
    private static Optional<IndexSet> awaited(ArraySpec spec, String stage, int index) {
        return spec.after().stream()
                .filter(edge -> edge.isElementWise() && edge.stage().equals(stage))
                .map(edge -> edge.sources(index))
                .findFirst();
    }

    /** From the rows: the array has ended, and its owner would read all of it again. */
    private static IndexSet succeeded(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> IndexSet.of(Member.succeededIndexes(arrayId)));
    }
}
