package io.jobarrays.contract;

/**
 * Reason why the work of one index ended; its text is used in tables, JSON and batch exit statuses.
 */
public sealed interface ExitReason {

    record Exit(int code) implements ExitReason {
        @Override
        public String toString() {
            return "EXIT_" + code;
        }
    }

    record Signal(int number) implements ExitReason {
        @Override
        public String toString() {
            return "SIGNAL_" + number;
        }
    }

    /** {@code code} is the EC2 error code, such as {@code InsufficientInstanceCapacity}. */
    record LaunchFailed(String code) implements ExitReason {
        @Override
        public String toString() {
            return "LAUNCH_FAILED:" + code;
        }
    }

    /** Reasons without a number. */
    enum Plain implements ExitReason {
        SPOT_LOST,
        TTL_EXPIRED,
        /** No message from the agent of an instance that EC2 still has. */
        AGENT_SILENT,
        /** EC2 has ended the instance, for a reason that no other value names. */
        MACHINE_LOST,
        /** The machine was shut down by the work or its user. */
        SHUT_DOWN,
        /** The machine was booted again while the work ran. */
        REBOOTED,
        /**
         * The work failed, and the kernel had killed a process of it since memory was exhausted.
         */
        OUT_OF_MEMORY,
        /** It reached its time limit. */
        TIMED_OUT,
        /** A person or the idle timeout ended the work. */
        STOPPED,
        /** The work was ended since the ends of other members decided about the array. */
        ENDED_BY_POLICY,
        NOT_STARTED,
        /** The work succeeded, but its outputs exceed a limit or the disk of the server. */
        OUTPUT_TOO_LARGE,
        /** The work succeeded, but its outputs could not be kept for another reason. */
        OUTPUT_MISSING
    }

    default boolean succeeded() {
        return this instanceof Exit exit && exit.code() == 0;
    }

    /** Whether the work itself has ended, with whatever code. */
    default boolean endedWork() {
        return this instanceof Exit
                || this instanceof Signal
                || this == Plain.OUT_OF_MEMORY
                || this == Plain.TIMED_OUT
                || this == Plain.OUTPUT_TOO_LARGE
                || this == Plain.OUTPUT_MISSING;
    }

    /** Parses the text of {@code toString}. */
    static ExitReason parse(String text) {
        if (text.startsWith("EXIT_")) {
            return new Exit(Integer.parseInt(text.substring("EXIT_".length())));
        }
        if (text.startsWith("SIGNAL_")) {
            return new Signal(Integer.parseInt(text.substring("SIGNAL_".length())));
        }
        if (text.startsWith("LAUNCH_FAILED:")) {
            return new LaunchFailed(text.substring("LAUNCH_FAILED:".length()));
        }
        return Plain.valueOf(text);
    }
}
