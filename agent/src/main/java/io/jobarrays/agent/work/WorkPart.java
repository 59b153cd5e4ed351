package io.jobarrays.agent.work;

/** Part of a work; each part runs under its own supervisor. */
public enum WorkPart {
    USER_DATA("user_data"),
    COMMAND("command"),
    ON_INTERRUPT("on_interrupt");

    /** Name of the part in messages and files. */
    final String label;

    WorkPart(String label) {
        this.label = label;
    }
}
