package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.spec.OnComplete;
import java.time.Instant;
import java.util.List;

/** One thing to do for an array, as decided by {@link ArrayPlan}. Each may be repeated safely. */
public sealed interface Action {
    /** Machines for indexes of one attempt and one deadline; all or none when {@code together}. */
    record Launch(IndexSet indexes, int attempt, boolean allOrNothing) implements Action {}

    /** Asks again for launches whose outcome a crash swallowed. */
    record ResolveLaunchIntents() implements Action {}

    /** The attempt of one index is over; another one may follow. */
    record EndAttempt(int index, int attempt, ExitReason exit, String reason) implements Action {}

    /** Too few came: what the members and the user are told. */
    record MarkNotViable(IndexSet missing, String reason) implements Action {}

    /** A new generation of peers: everybody who is here. */
    record PublishPeers(int generation, IndexSet members) implements Action {}

    /** Peers to agents that have not acknowledged them yet. */
    record ResendPeers(IndexSet members) implements Action {}

    /** Nobody is here any more: their names go. */
    record WithdrawDnsNames() implements Action {}

    /** The work of a new attempt, to agents that came for an earlier one. */
    record SendWork(IndexSet members) implements Action {}

    /** Lets held work begin. */
    record StartWork(IndexSet members) implements Action {}

    /** Ends the work of members whose machines are to stop. */
    record StopWork(IndexSet members) implements Action {}

    /** Rests the deadline of members whose machines are to stop. */
    record PauseDeadline(IndexSet members) implements Action {}

    /** Stops or hibernates machines. */
    record StopInstances(IndexSet members, boolean hibernate) implements Action {}

    /** Starts machines that are off. */
    record StartInstances(IndexSet members) implements Action {}

    /** They run again. */
    record RecordStarted(IndexSet members) implements Action {}

    /** Somebody else stopped them. */
    record RecordExternalStop(IndexSet members) implements Action {}

    /** The work has ended; what on-complete says is due then. */
    record ScheduleCompletion(Instant at) implements Action {}

    /** Does what on-complete says. */
    record Complete(OnComplete what) implements Action {}

    /** Ends machines. */
    record TerminateInstances(List<String> instanceIds) implements Action {}

    /** How far the array is, for people. */
    record SetState(ArrayState state) implements Action {}

    /** Nothing is left of it: names withdrawn, row closed. */
    record CloseArray() implements Action {}
}
