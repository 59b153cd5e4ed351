package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.remote.ManyMembers;
import io.jobarrays.cli.remote.OneMember;
import io.jobarrays.cli.remote.SshClient;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.IndexSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spawn connect}. */
@Command(
        name = "connect",
        description = "Opens a shell on a member, or runs a command on one or more members.")
public final class ConnectCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(
            index = "0",
            paramLabel = "SELECTOR",
            description = "array id, array name, member (compute-3, compute[0-4,7]) or instance id")
    private String selector = "";

    @Parameters(
            index = "1..*",
            paramLabel = "CMD",
            description =
                    "after --: one word is a line for sh -c, several are a program and its arguments")
    private List<String> words = List.of();

    @Option(
            names = {"-t", "--terminal"},
            description = "allocate a terminal for the command")
    private boolean terminal;

    @Option(names = "--ssh", description = "connect with the system's ssh to the member's address")
    private boolean ssh;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "with --ssh: login user; default ec2-user")
    private String user = "ec2-user";

    public ConnectCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonValue view =
                session.api().get("/arrays/" + ApiClient.segment(selector), ApiClient.JSON).json();
        List<JsonValue> members = view.get("members").items();
        String command = command();
        if (members.size() != 1) {
            return onMany(view.text("id").orElse(selector), members, command);
        }
        // Unchanged selector: a replaced instance must not resolve to its replacement.
        return ssh
                ? SshClient.run(members.getFirst(), user, command, terminal)
                : new OneMember(session).run(selector, command, terminal);
    }

    private int onMany(String array, List<JsonValue> members, @Nullable String command) {
        if (command == null || terminal || ssh) {
            throw Failure.usage(
                    "%s names %d members; name one, or give a command after --"
                            .formatted(selector, members.size()));
        }
        List<Integer> indexes =
                members.stream().flatMap(it -> it.number("index").stream()).toList();
        return new ManyMembers(session, array, command).run(IndexSet.of(indexes));
    }

    /** Shell command line; several words are quoted one by one. Null if there are no words. */
    private @Nullable String command() {
        return switch (words.size()) {
            case 0 -> null;
            case 1 -> words.getFirst();
            default -> words.stream().map(EnvCommand::quote).collect(Collectors.joining(" "));
        };
    }
}
