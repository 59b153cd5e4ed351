package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.Failure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
        String[] words = stty("size").split(" ", -1);
        boolean known = words.length == 2 && !words[0].equals("0");
        return known
                ? new TerminalSize(Integer.parseInt(words[1]), Integer.parseInt(words[0]))
                : TerminalSize.DEFAULT;
    }

    /**
     * Runs the action at each SIGWINCH. Uses reflection, because the compiler rejects {@code
     * sun.misc.Signal}, the only way of the JDK to handle a signal.
     */
    void onResize(Runnable changed) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object signalHandler =
                    Proxy.newProxyInstance(
                            RawTerminal.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, args) -> {
                                changed.run();
                                return null;
                            });
            Object window = signal.getConstructor(String.class).newInstance("WINCH");
            signal.getMethod("handle", signal, handler).invoke(null, window, signalHandler);
        } catch (ReflectiveOperationException without) {
            // Keep the current size.
        }
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
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(Redirect.INHERIT).redirectError(Redirect.DISCARD);
        try {
            Process stty = builder.start();
            byte[] answer = stty.getInputStream().readAllBytes();
            stty.waitFor();
            return new String(answer, StandardCharsets.UTF_8).strip();
        } catch (IOException | InterruptedException missing) {
            throw Failure.of("SPAWN-TERMINAL", "stty could not be run: " + missing.getMessage());
        }
    }
}
