package io.jobarrays.cli.remote;

/** How large a terminal is, in characters. */
record Size(int columns, int rows) {
    /** Where nobody says. */
    static final Size USUAL = new Size(80, 24);
}
