package io.jobarrays.cli.remote;

/** Size of a terminal in characters. */
record TerminalSize(int columns, int rows) {
    /** Size when the terminal reports none. */
    static final TerminalSize DEFAULT = new TerminalSize(80, 24);
}
