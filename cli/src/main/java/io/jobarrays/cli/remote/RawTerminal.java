package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.ResizeSignal;
import io.jobarrays.cli.base.Stty;
import io.jobarrays.cli.base.TerminalSize;
import java.lang.ProcessBuilder.Redirect;

/**
 * Terminal of the CLI in raw mode; restores the previous mode when closed and when the process is
 * terminated.
 */
final class RawTerminal implements AutoCloseable {
    private final String savedSettings;
    private final Thread restoreHook;

    private RawTerminal(String before) {
        this.savedSettings = before;
        this.restoreHook = new Thread(() -> stty(before));
    }

    static RawTerminal enter() {
        RawTerminal terminal = new RawTerminal(stty("-g"));
        Runtime.getRuntime().addShutdownHook(terminal.restoreHook);
        stty("raw", "-echo");
        return terminal;
    }

    TerminalSize size() {
        return TerminalSize.parse(stty("size"));
    }

    /** Runs the action each time the size of the terminal has changed. */
    void onResize(Runnable changed) {
        ResizeSignal.onResize(changed);
    }

    @Override
    public void close() {
        stty(savedSettings);
        try {
            Runtime.getRuntime().removeShutdownHook(restoreHook);
        } catch (IllegalStateException ending) {
            // The shutdown hook restores the terminal.
        }
    }

    private static String stty(String... args) {
        return Stty.run(Redirect.INHERIT, args);
    }
}
