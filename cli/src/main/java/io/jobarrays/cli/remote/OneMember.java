package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.TerminalSize;
import io.jobarrays.cli.session.CommandSession;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a shell or command on one member with the stdin, stdout, stderr and terminal of the CLI. */
public final class OneMember {
    private final CommandSession session;
    private final Map<String, String> environment;
    private final InputStream input;
    private final boolean stdinIsTerminal;

    /**
     * @param environment variables of the shell or command
     * @param noInput whether stdin stays unread, as that of a loop does
     */
    public OneMember(CommandSession session, Map<String, String> environment, boolean noInput) {
        this.session = session;
        this.environment = environment;
        this.input = noInput ? InputStream.nullInputStream() : session.input();
        this.stdinIsTerminal = !noInput && session.isStdinTerminal();
    }

    /**
     * Runs to the end and returns its exit code.
     *
     * @param command null: a shell
     * @param terminal whether to allocate a terminal even if stdin is not a terminal
     */
    public int run(String selector, @Nullable String command, boolean terminal) {
        boolean withTerminal = terminal || (command == null && stdinIsTerminal);
        try (RemoteSession remote = new RemoteSession(session.endpoint(), selector, this::print)) {
            SessionEnd ended =
                    withTerminal && stdinIsTerminal
                            ? runOnTerminal(remote, command)
                            : runPiped(remote, command, withTerminal);
            if (!ended.programExited()) {
                session.progress("spawn: " + ended.description());
            }
            return ended.exitCode();
        }
    }

    private void print(boolean err, byte[] bytes) {
        if (err) {
            session.printError(bytes);
        } else {
            session.print(bytes);
        }
    }

    private SessionEnd runOnTerminal(RemoteSession remote, @Nullable String command) {
        try (RawTerminal raw = RawTerminal.enter()) {
            remote.open(command, true, raw.size(), environment);
            raw.onResize(() -> remote.resize(raw.size()));
            Thread.ofPlatform().daemon().start(() -> remote.sendInput(input));
            return remote.awaitEnd();
        }
    }

    private SessionEnd runPiped(
            RemoteSession remote, @Nullable String command, boolean withTerminal) {
        remote.open(command, withTerminal, TerminalSize.DEFAULT, environment);
        if (stdinIsTerminal) {
            remote.endInput();
        } else {
            Thread.ofPlatform().daemon().start(() -> remote.sendInput(input));
        }
        return remote.awaitEnd();
    }
}
