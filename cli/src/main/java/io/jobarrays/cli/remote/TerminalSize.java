package io.jobarrays.cli.remote;

/** How large a terminal is, in characters. */
record TerminalSize(int columns, int rows) {
    /** Where nobody says. */
    static final TerminalSize DEFAULT = new TerminalSize(80, 24);
}
