package io.jobarrays.server.failpoints;

/**
 * Places between a change in the database and the effect that belongs to it; the text of each
 * states what a kill there leaves behind for the next process.
 */
public enum Failpoint {
    /** Execution, array and members are committed; no process runs the execution. */
    EXECUTION_AFTER_INSERT,

    /** The batch job runs; its id is not in the execution's row. */
    EXECUTION_START_BEFORE_RECORD,

    /** The launch is decided; it has left no trace. */
    LAUNCH_BEFORE_INTENT,

    /** The intent is committed; EC2 was not called and knows no instance of its token. */
    LAUNCH_AFTER_INTENT,

    /** EC2 has launched instances that only the intent can explain. */
    LAUNCH_AFTER_CALL,

    /** The instances have rows; the rest of the launch is neither planned nor tagged. */
    LAUNCH_AFTER_RECORD,

    /** An open intent was looked up and repeated at EC2; its outcome is not recorded. */
    LAUNCH_SETTLEMENT_BEFORE_RECORD,

    /** The agent has proved its identity; its nonce is unused and it has no answer. */
    ENROL_BEFORE_COMMIT,

    /** The nonce is used up, key and token are stored; the agent has no answer. */
    ENROL_AFTER_COMMIT,

    /** The member has passed the barrier by its row; its partition has not ended. */
    BARRIER_BEFORE_PARTITION_END,

    /** Partitions of a step have ended in memory; their rows say that they run. */
    PARTITIONS_BEFORE_COMMIT,

    /** The generation of the peers is committed; no agent has the list. */
    PEERS_AFTER_ROW,

    /** Some agents have the new list of peers and others the one before; hit once per message. */
    PEERS_AFTER_SEND,

    /** The work is decided; the agent does not have it. */
    WORK_BEFORE_SEND,

    /** The agent has the work; the instance's row does not name the attempt. */
    WORK_AFTER_SEND,

    /** The agent has the work and the row names the attempt. */
    WORK_AFTER_RECORD,

    /** The agent has reported the end of its work; no row has it. */
    EXIT_BEFORE_COMMIT,

    /** The end of the attempt and its event are committed; work of a next attempt is not sent. */
    EXIT_AFTER_COMMIT,

    /** The end is stored; the agent has no acknowledgement and reports again. */
    EXIT_BEFORE_ACKNOWLEDGEMENT,

    /** All work has ended; what {@code --on-complete} says has not begun. */
    COMPLETION_BEFORE_ACTION,

    /** Instances are those of a later stage by their rows; its owner does not know them yet. */
    MACHINES_AFTER_GIVEN,

    /** Machines of indexes that have ended are terminated; no index that waits has their places. */
    TURNS_BEFORE_RECORD,

    /** The end of the instances is requested by their rows; EC2 was not called. */
    RELEASE_BEFORE_CALL,

    /** EC2 terminates the instances; their rows say that they run. */
    RELEASE_AFTER_CALL,

    /** All instances are terminated and the names are withdrawn; the array has no end. */
    CLOSE_BEFORE_RECORD,

    /** DNS changes are pending by their rows; Route 53 was not called. */
    DNS_BEFORE_CALL,

    /** Route 53 has the changes; their rows say that they are pending. */
    DNS_AFTER_CALL,

    /** The lease of an execution without owner is taken; its batch job is not started. */
    RECOVERY_AFTER_LEASE,

    /** The batch job has ended; the execution's row says that it runs. */
    EXECUTION_END_BEFORE_RECORD,

    /** The end of the execution is recorded; its lease is still held. */
    EXECUTION_END_AFTER_RECORD
}
