package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the system's ssh through a forwarded port, so that the member needs no public address and no
 * open security group; the user needs a key on the member.
 */
public final class SshClient {
    private static final int SSH_PORT = 22;

    private final CommandSession session;
    private final String selector;
    private final String user;

    public SshClient(CommandSession session, String selector, String user) {
        this.session = session;
        this.selector = selector;
        this.user = user;
    }

    /**
     * Runs to the end and returns its exit code.
     *
     * @param member JSON view of the member
     * @param command null: a shell
     */
    public int run(JsonValue member, @Nullable String command, boolean terminal) {
        try (PortForwarder port =
                PortForwarder.open(session, selector, new ForwardedPort(0, SSH_PORT))) {
            requireServer(port);
            List<String> words = words(member, port.localPort(), terminal);
            if (command != null) {
                words.add(command);
            }
            return start(words);
        }
    }

    private List<String> words(JsonValue member, int port, boolean terminal) {
        List<String> words = new ArrayList<>(List.of("ssh", "-p", "" + port, "-l", user));
        // Each member has the same address here; its host key belongs to its instance.
        String instance = member.text("instance_id").orElse(selector);
        words.addAll(List.of("-o", "HostKeyAlias=" + instance, "-o", "CheckHostIP=no"));
        words.addAll(List.of("-o", "StrictHostKeyChecking=accept-new"));
        if (terminal) {
            words.add("-t");
        }
        words.addAll(List.of("--", "127.0.0.1"));
        return words;
    }

    /** ssh would only say that the connection was closed. */
    private void requireServer(PortForwarder port) {
        Optional<String> problem = port.problem();
        if (problem.isPresent()) {
            throw Failure.of(
                    "SPAWN-NO-SSHD",
                    "%s has no ssh server: %s; install openssh-server on it, for example in user data (on the local cloud: on this machine, with root running spawn up), or leave out --ssh, which needs none"
                            .formatted(selector, problem.get()));
        }
    }

    private static int start(List<String> words) {
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException missing) {
            throw Failure.of(
                    "SPAWN-SSH",
                    "ssh could not be started (%s); install ssh, or leave out --ssh"
                            .formatted(missing.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Failure.EXIT_INTERRUPTED;
        }
    }
}
