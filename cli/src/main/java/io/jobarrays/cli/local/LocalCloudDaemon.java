package io.jobarrays.cli.local;

import io.jobarrays.cli.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Local cloud as a process on this machine. */
final class LocalCloudDaemon {
    static final String COMMAND_LINE_MARK = "local-cloud.jar";

    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(15);

    private final UserStateDirectory state;
    private final ProgramPaths programs;

    LocalCloudDaemon(UserStateDirectory state, ProgramPaths programs) {
        this.state = state;
        this.programs = programs;
    }

    /** State file of the local cloud if it is running. */
    Optional<JsonValue> view() {
        return state.json(state.cloudFile()).filter(view -> program(view).isPresent());
    }

    /** Whether dev mode started it, which ends it, too. */
    static boolean isOfDevMode(JsonValue view) {
        return view.number("parent").isPresent();
    }

    JsonValue start(PortFile ports, CloudSettings settings) {
        List<String> command = new ArrayList<>(programs.javaCommand(settings.heapOption()));
        // Its end ends every instance; a cloud without memory would leave them without its
        // services.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(List.of("-jar", programs.localCloud().toString()));
        command.addAll(List.of("--state", state.cloud().toString()));
        command.addAll(List.of("--control-plane", state.serverFile().toString()));
        command.addAll(List.of("--port", "" + ports.port("cloud")));
        command.addAll(List.of("--dns-port", "" + ports.port("dns")));
        command.addAll(List.of("--image", programs.agentDirectory().toString()));
        command.addAll(List.of("--hide", state.root().toString()));
        command.addAll(settings.arguments());
        Daemon daemon =
                Daemon.start("the local cloud", command, Map.of(), state.root(), "cloud.log");
        return daemon.await(() -> view().filter(it -> pid(it) == daemon.pid()));
    }

    /** Stops the local cloud and every instance. */
    boolean terminate() {
        return state.json(state.cloudFile())
                .flatMap(LocalCloudDaemon::program)
                .map(program -> program.terminate(TERMINATION_TIMEOUT))
                .orElse(true);
    }

    private static Optional<RunningProgram> program(JsonValue view) {
        return RunningProgram.find(pid(view), COMMAND_LINE_MARK);
    }

    private static long pid(JsonValue view) {
        return view.number("pid").orElse(-1);
    }
}
