package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Policy that stops the work of members, since the end of another member decided so. The attempt
 * ends when the agent reports the end of the work; at once where no agent has it.
 */
final class WorkStopPolicy {
    private WorkStopPolicy() {}

    static List<Action> of(ArraySnapshot array) {
        List<Action> actions = new ArrayList<>();
        // Also where the work was not sent, since it may be on its way.
        IndexSet enrolled = array.indexes(member -> isStopping(member) && member.enrolled());
        if (!enrolled.isEmpty()) {
            actions.add(new Action.StopWork(enrolled));
        }
        for (MemberSnapshot member : array.members()) {
            String cause = member.lifecycle().stopCause();
            if (cause != null && member.open() && !mayHaveWork(member)) {
                actions.add(
                        new Action.EndAttempt(
                                member.index(), member.attempt(), Plain.ENDED_BY_POLICY, cause));
            }
        }
        return actions;
    }

    private static boolean isStopping(MemberSnapshot member) {
        return member.open() && member.lifecycle().stopCause() != null;
    }

    /** A lost instance is the subject of {@link LossPolicy}, a silent agent of another policy. */
    private static boolean mayHaveWork(MemberSnapshot member) {
        boolean waits = member.lifecycle().held() && !member.workWasSent();
        return member.enrolled()
                && !waits
                && !member.instanceHasEarlierAttempt()
                && !(member.desiredOff() && member.lifecycle().workStopped());
    }
}
