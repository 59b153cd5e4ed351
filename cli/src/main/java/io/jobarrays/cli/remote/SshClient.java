package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the system's ssh; the user needs a key on the member. */
public final class SshClient {
    private SshClient() {}

    /**
     * Runs to the end and returns its exit code.
     *
     * @param member JSON view of the member
     * @param command null: a shell
     */
    public static int run(
            JsonValue member, String user, @Nullable String command, boolean terminal) {
        List<String> words = new ArrayList<>(List.of("ssh"));
        if (terminal) {
            words.add("-t");
        }
        words.addAll(List.of("-l", user, "--", address(member)));
        if (command != null) {
            words.add(command);
        }
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException missing) {
            throw Failure.of(
                    "SPAWN-SSH",
                    "ssh could not be started (%s); install ssh, or omit --ssh"
                            .formatted(missing.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Failure.EXIT_INTERRUPTED;
        }
    }

    private static String address(JsonValue member) {
        return member.text("public_ip")
                .or(() -> member.text("private_ip"))
                .orElseThrow(
                        () ->
                                Failure.of(
                                        "SPAWN-NO-ADDRESS",
                                        "%s has no address: it is %s"
                                                .formatted(
                                                        member.text("name").orElse("it"),
                                                        member.text("state").orElse("missing"))));
    }
}
