package io.jobarrays.server.api.connect;

import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.agents.SessionRelays;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.HandedOverMembers;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the one running machine that a selector names. */
@ApplicationScoped
class ConnectTarget {
    private final JobArrays arrays;
    private final Selectors selectors;
    private final HandedOverMembers handedOver;
    private final InstanceRows instances;
    private final ConnectedAgents agents;
    private final SessionRelays sessions;

    ConnectTarget(
            JobArrays arrays,
            Selectors selectors,
            HandedOverMembers handedOver,
            InstanceRows instances,
            ConnectedAgents agents,
            SessionRelays sessions) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.handedOver = handedOver;
        this.instances = instances;
        this.agents = agents;
        this.sessions = sessions;
    }

    /**
     * @throws Refused 422 not exactly one member; 409 its machine or agent is not available
     */
    Assignment find(String selector) {
        Selection selection = selectors.read(selector);
        ArrayView array = arrays.view(selection);
        if (array.members().size() != 1) {
            throw new Refused(
                    422,
                    "SPAWN-ONE-MEMBER",
                    "connect: %s means %d members and a session is on one; write %s[0]"
                            .formatted(selector, array.members().size(), array.name()));
        }
        MemberView member = array.members().getFirst();
        String instanceId = member.instanceId();
        if (instanceId == null) {
            throw notConnected("%s has no machine yet; see spawn status %s", member, array);
        }
        if (selector.startsWith("i-") && !selector.equals(instanceId)) {
            throw notConnected(
                    selector + " was replaced: %s is on " + instanceId + " now", member, array);
        }
        if (member.state().equals("handed-over")) {
            String machine = handedOver.sentence(selection, "spawn connect %s").orElse("");
            throw notConnected("%s has no machine any more; " + machine, member, array);
        }
        if (!member.state().equals("running") && !member.state().equals("pending")) {
            throw notConnected(
                    "%s is " + member.state() + "; a session needs it running", member, array);
        }
        Assignment assignment = instances.assignment(instanceId).orElseThrow();
        if (!agents.isConnected(assignment)) {
            throw sessions.agentNotConnected(assignment);
        }
        return assignment;
    }

    private static Refused notConnected(String sentence, MemberView member, ArrayView array) {
        return new Refused(
                409,
                "SPAWN-AGENT-AWAY",
                "connect: " + sentence.formatted(member.name(), array.name()));
    }
}
