package io.jobarrays.server.arrays;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import java.util.List;

/** One thing to do for an array, as decided by {@link ArrayPlan}. Each may be repeated safely. */
sealed interface Action {
    /** Machines for indexes of one attempt; all or none when {@code together}. */
    record Launch(IndexSet indexes, int attempt, boolean together) implements Action {}

    /** Asks again for launches whose outcome a crash swallowed. */
    record SettleLaunches() implements Action {}

    /** The attempt of one index is over. */
    record End(int index, int attempt, ExitReason exit, String reason) implements Action {}

    /** Too few came: what the members and the user are told. */
    record GiveUp(IndexSet missing, String reason) implements Action {}

    /** A new generation of peers: everybody who is here. */
    record PublishPeers(int generation, IndexSet members) implements Action {}

    /** Peers to agents that have not acknowledged them yet. */
    record RemindPeers(IndexSet members) implements Action {}

    /** The work of a new attempt, to agents that came for an earlier one. */
    record HandOut(IndexSet members) implements Action {}

    /** Lets held work begin. */
    record Go(IndexSet members) implements Action {}

    /** Ends machines. */
    record Terminate(List<String> instanceIds) implements Action {}

    /** How far the array is, for people. */
    record Show(ArrayState state) implements Action {}

    /** Nothing is left of it: names withdrawn, row closed. */
    record Close() implements Action {}
}
