package io.jobarrays.agent.work;

/** What of a work runs under a supervisor of its own. */
public enum WorkPart {
    USER_DATA("user_data"),
    COMMAND("command"),
    ON_INTERRUPT("on_interrupt");

    /** Names the part in messages and files. */
    final String label;

    WorkPart(String word) {
        this.label = word;
    }
}
