package io.jobarrays.cli.remote;

/** How large a terminal is, in characters. */
record TerminalSize(int columns, int rows) {
    /** Where nobody says. */
    static final TerminalSize USUAL = new TerminalSize(80, 24);
}
