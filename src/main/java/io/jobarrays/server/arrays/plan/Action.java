package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.spec.OnComplete;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Action on an array, decided by {@link ArrayPlan}; every action is idempotent. */
public sealed interface Action {
    /**
     * Launches instances for members with the same attempt and deadline, by one call.
     *
     * @param total members that wait for an instance, those of later calls included
     */
    record Launch(IndexSet indexes, int attempt, boolean allOrNothing, int total)
            implements Action {}

    /**
     * Releases the instances of a coupled array that needs several calls, since EC2 has no capacity
     * for the others; all are launched again.
     */
    record ReleaseIncomplete(IndexSet held) implements Action {}

    /** Takes over the instances of earlier stages on whose machines it runs. */
    record TakeMachines() implements Action {}

    /** Settles launch calls whose outcome is unknown. */
    record ResolveLaunchIntents() implements Action {}

    /** Clears the last launch error, since every member has been launched after it. */
    record ClearLaunchError() implements Action {}

    /** Ends the attempt of one member; {@link RetryPolicy} decides whether another begins. */
    record EndAttempt(int index, int attempt, ExitReason exit, String reason) implements Action {}

    /** Lets deferred members have machines. */
    record TakeTurns(IndexSet members) implements Action {}

    /**
     * Gives machines of members that have ended to deferred ones, the first to the first.
     *
     * @param from as many as {@code to}
     */
    record ReuseMachines(List<Integer> from, List<Integer> to) implements Action {}

    /** Ends the work of all open members, since the ends of others decided about the array. */
    record EndRest(String cause) implements Action {}

    /** Records that outputs were lost with the instance that had the only copy. */
    record RecordLostOutputs(int index, int attempt, String text) implements Action {}

    /**
     * Asks EC2 for the status of instances whose agents are silent.
     *
     * @param silentSince by instance id
     */
    record CheckInstances(Map<String, Instant> silentSince) implements Action {}

    /** Ends all open attempts, since too few members have enrolled. */
    record MarkNotViable(IndexSet missing, String reason) implements Action {}

    /** Publishes a new generation of peers to agents and DNS. */
    record PublishPeers(int generation, IndexSet members) implements Action {}

    /** Sends the current peers to agents that have not acknowledged them. */
    record ResendPeers(IndexSet members) implements Action {}

    /** Removes the DNS names of an array without reachable members. */
    record WithdrawDnsNames() implements Action {}

    /** Sends the work of a new attempt to agents that have run an earlier one. */
    record SendWork(IndexSet members) implements Action {}

    /** Starts work that waits for the barrier. */
    record StartWork(IndexSet members) implements Action {}

    /** Stops the work of members whose instances are to be stopped. */
    record StopWork(IndexSet members) implements Action {}

    /** Pauses the deadline of members whose instances are to be off. */
    record PauseDeadline(IndexSet members) implements Action {}

    /** Stops or hibernates instances. */
    record StopInstances(IndexSet members, boolean hibernate) implements Action {}

    /** Starts stopped or hibernated instances. */
    record StartInstances(IndexSet members) implements Action {}

    /** Records that started instances are running, and resumes their deadlines. */
    record RecordStarted(IndexSet members) implements Action {}

    /** Records that instances were stopped outside this control plane. */
    record RecordExternalStop(IndexSet members) implements Action {}

    /** Sets the time of the on-complete action. */
    record ScheduleCompletion(Instant at) implements Action {}

    /** Carries out the on-complete action. */
    record Complete(OnComplete action) implements Action {}

    /** Terminates instances. */
    record TerminateInstances(List<String> instanceIds) implements Action {}

    /** Writes tags that EC2 lacks, in the background. */
    record WriteTags(IndexSet names, IndexSet deadlines, IndexSet peers) implements Action {}

    /** Sets the state that is shown to users. */
    record SetState(ArrayState state) implements Action {}

    /** Withdraws the DNS names of an array without instances and marks it as ended. */
    record CloseArray() implements Action {}
}
