package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.flags.KeyValuePairs;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.remote.ForwardedPort;
import io.jobarrays.cli.remote.ManyMembers;
import io.jobarrays.cli.remote.OneMember;
import io.jobarrays.cli.remote.PortForwarder;
import io.jobarrays.cli.remote.SshClient;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.IndexSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spawn connect}. */
@Command(
        name = "connect",
        description =
                "Opens a shell on a member, runs a command on one or more members, or forwards ports of a member to this machine.")
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

    @Option(
            names = {"-n", "--no-stdin"},
            description = "leave stdin unread, as a command in a loop needs")
    private boolean noInput;

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "variable of the shell or command; repeatable")
    private List<String> env = List.of();

    @Option(
            names = "--forward",
            paramLabel = "LOCAL:REMOTE",
            description =
                    "makes a TCP port of the member a port of this machine's loopback address, for dashboards and the like; 0 takes a free one; repeatable; without a command until Ctrl-C")
    private List<String> forward = List.of();

    @Option(
            names = "--ssh",
            description =
                    "connect with the system's ssh, through the control plane; the member needs an ssh server and a key of yours")
    private boolean ssh;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "with --ssh: login user; default ec2-user")
    private String user = "ec2-user";

    private Map<String, String> environment = Map.of();

    public ConnectCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<ForwardedPort> ports = forward.stream().map(ForwardedPort::parse).toList();
        environment = KeyValuePairs.of("--env", env);
        if (ssh && !environment.isEmpty()) {
            throw Failure.usage(
                    "--env is not for --ssh, whose server accepts few variables; leave out one of both");
        }
        JsonValue view =
                session.api().get("/arrays/" + ApiClient.segment(selector), ApiClient.JSON).json();
        List<JsonValue> members = view.get("members").items();
        String command = command();
        if (members.size() != 1) {
            return onMany(view.text("id").orElse(selector), members, command);
        }
        return ports.isEmpty()
                ? onOne(members.getFirst(), command)
                : withPorts(ports, members.getFirst(), command);
    }

    private int onOne(JsonValue member, @Nullable String command) {
        // Unchanged selector: a replaced instance must not resolve to its replacement.
        return ssh
                ? new SshClient(session, selector, user).run(member, command, terminal)
                : new OneMember(session, environment, noInput).run(selector, command, terminal);
    }

    private int withPorts(List<ForwardedPort> ports, JsonValue member, @Nullable String command) {
        List<PortForwarder> open = new ArrayList<>();
        try {
            for (ForwardedPort port : ports) {
                PortForwarder forwarder = PortForwarder.open(session, selector, port);
                open.add(forwarder);
                session.progress(
                        "spawn: 127.0.0.1:%d is port %d of %s"
                                .formatted(forwarder.localPort(), port.remote(), selector));
            }
            if (command != null || ssh) {
                return onOne(member, command);
            }
            session.progress("spawn: until Ctrl-C");
            return open.getFirst().awaitEnd();
        } finally {
            open.forEach(PortForwarder::close);
        }
    }

    private int onMany(String array, List<JsonValue> members, @Nullable String command) {
        if (command == null || terminal || ssh || !forward.isEmpty()) {
            throw Failure.usage(
                    "%s names %d members; name one, or give a command after -- without --forward, --ssh and -t"
                            .formatted(selector, members.size()));
        }
        List<Integer> indexes =
                members.stream().flatMap(it -> it.number("index").stream()).toList();
        return new ManyMembers(session, array, command, environment).run(IndexSet.of(indexes));
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
