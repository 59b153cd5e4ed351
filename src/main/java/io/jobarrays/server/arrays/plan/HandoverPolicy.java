package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.InstanceState;

/** Policy that says whether the instance of a member may become the machine of another one. */
public final class HandoverPolicy {
    private HandoverPolicy() {}

    /** Its work has ended, nothing of it is on the instance only, and its agent is there. */
    public static boolean mayBeGiven(MemberSnapshot member) {
        return !member.open()
                && member.exit() != Plain.AGENT_SILENT
                && isUp(member)
                && member.enrolled()
                && member.silence() == null
                && member.lifecycle().desiredPower() == DesiredPower.RUNNING
                && !member.instanceEndRequested()
                && !member.markedForReplacement()
                && !member.peersNotWritten()
                && member.unkeptOutputs() == null
                && member.lifecycle().interruptedAt() == null;
    }

    /** EC2 may call an instance pending whose agent has ended a work already. */
    private static boolean isUp(MemberSnapshot member) {
        return member.instanceIs(InstanceState.RUNNING) || member.instanceIs(InstanceState.PENDING);
    }
}
