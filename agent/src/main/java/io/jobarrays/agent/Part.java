package io.jobarrays.agent;

/** The two things a work may consist of, in the order they run. */
enum Part {
    USER_DATA("user_data"),
    COMMAND("command");

    /** Names the part in messages and files. */
    final String word;

    Part(String word) {
        this.word = word;
    }
}
