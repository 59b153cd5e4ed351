package io.jobarrays.agent;

/** What of a work runs under a supervisor of its own. */
enum Part {
    USER_DATA("user_data"),
    COMMAND("command"),
    ON_INTERRUPT("on_interrupt");

    /** Names the part in messages and files. */
    final String word;

    Part(String word) {
        this.word = word;
    }
}
