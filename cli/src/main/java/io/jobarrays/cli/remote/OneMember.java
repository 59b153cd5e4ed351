package io.jobarrays.cli.remote;

import io.jobarrays.cli.session.CommandSession;
import org.jspecify.annotations.Nullable;

/** A shell or one command on one member, with this process's input, outputs and terminal. */
public final class OneMember {
    private final CommandSession session;
    private final boolean typed;

    public OneMember(CommandSession session) {
        this.session = session;
        this.typed = session.readsFromAPerson();
    }

    /**
     * Runs to the end and returns its exit code.
     *
     * @param command null: a shell
     * @param terminal also where nobody sits at one
     */
    public int run(String selector, @Nullable String command, boolean terminal) {
        boolean withTerminal = terminal || (command == null && typed);
        try (RemoteSession remote = new RemoteSession(session.endpoint(), selector, this::pass)) {
            SessionEnd ended =
                    withTerminal && typed
                            ? onTerminal(remote, command)
                            : piped(remote, command, withTerminal);
            if (!ended.ran()) {
                session.progress("spawn: " + ended.words());
            }
            return ended.exitCode();
        }
    }

    private boolean pass(boolean err, byte[] bytes) {
        if (err) {
            session.error(bytes);
        } else {
            session.data(bytes);
        }
        return !session.unread();
    }

    private SessionEnd onTerminal(RemoteSession remote, @Nullable String command) {
        try (RawTerminal raw = RawTerminal.enter()) {
            remote.open(command, true, raw.size());
            raw.onResize(() -> remote.resize(raw.size()));
            Thread.ofPlatform().daemon().start(() -> remote.type(session.input()));
            return remote.ended();
        }
    }

    private SessionEnd piped(RemoteSession remote, @Nullable String command, boolean withTerminal) {
        remote.open(command, withTerminal, TerminalSize.USUAL);
        if (typed) {
            remote.end();
        } else {
            Thread.ofPlatform().daemon().start(() -> remote.type(session.input()));
        }
        return remote.ended();
    }
}
