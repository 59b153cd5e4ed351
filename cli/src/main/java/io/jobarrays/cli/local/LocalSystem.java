package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.FileFailure;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Control plane and local cloud of this user on this machine. */
public final class LocalSystem {
    private final UserStateDirectory state;
    private final Optional<SSLContext> tls;
    private final Consumer<String> progress;
    private final ProgramPaths programs;
    private final LocalCloudDaemon cloud;
    private final ControlPlaneDaemon server;
    private final RecordedDirectories shared;
    private final RecordedDirectories exposed;

    /**
     * @param tls TLS with the authorities to trust at the control plane; empty: Java's
     */
    public LocalSystem(
            UserStateDirectory state, Optional<SSLContext> tls, Consumer<String> progress) {
        this.state = state;
        this.tls = tls;
        this.progress = progress;
        programs = ProgramPaths.installed();
        cloud = new LocalCloudDaemon(state, programs);
        shared = new RecordedDirectories(state.root().resolve("shared"));
        exposed = new RecordedDirectories(state.cloud().resolve("exposed"));
        server = new ControlPlaneDaemon(state, programs, tls);
    }

    /** TLS with the authorities to trust at the control plane; empty: Java's. */
    public Optional<SSLContext> tls() {
        return tls;
    }

    public boolean serverRuns() {
        return server.view().isPresent();
    }

    /** URL of the control plane if it is running. */
    public Optional<String> serverUrl() {
        return server.view().flatMap(view -> view.text("url"));
    }

    public Optional<JsonValue> serverView() {
        return server.view();
    }

    public Optional<JsonValue> cloudView() {
        return cloud.view();
    }

    /** API token of the control plane. */
    public Optional<String> token() {
        return state.token();
    }

    /**
     * The directory of a flag, absolute.
     *
     * @param resolve against the current directory of the caller
     * @throws Failure with exit code 2 for one that instances cannot have
     */
    public Path directory(HostDirectoryFlag flag, String typed, UnaryOperator<Path> resolve) {
        return flag.check(typed, state, resolve);
    }

    /**
     * The directories that the interpreter of a virtual environment needs besides it.
     *
     * @throws Failure with exit code 2 for one that instances cannot have
     */
    public List<Path> interpretersOf(Path environment) {
        return PythonEnvironment.interpreters(environment).stream()
                .map(it -> HostDirectoryFlag.EXPOSE.check(it.toString(), state, path -> path))
                .toList();
    }

    /** Starts the programs that do not run, with the defaults of the local cloud. */
    public boolean up() {
        return up(CloudSettings.DEFAULT);
    }

    /**
     * Starts the programs that do not run; returns when both are ready.
     *
     * @return whether a program was started
     */
    public boolean up(CloudSettings settings) {
        boolean started = startMissing(settings);
        server.awaitReady(progress);
        return started;
    }

    private boolean startMissing(CloudSettings settings) {
        state.create();
        return withLock(
                () -> {
                    if (devModeRuns()) {
                        withRecorded(settings, true);
                        return false;
                    }
                    PortFile ports = new PortFile(state);
                    Optional<JsonValue> living = cloud.view();
                    CloudSettings all = withRecorded(settings, living.isPresent());
                    JsonValue view = living.orElseGet(() -> startCloud(ports, all));
                    if (server.startedHere() && living.isEmpty() && !serverKnows(view)) {
                        server.terminate();
                    }
                    if (server.startedHere()) {
                        return living.isEmpty();
                    }
                    progress.accept("spawn: starting the control plane");
                    server.terminate();
                    server.start(ports, view);
                    Files.writeString(state.root().resolve("server.cloud"), endpoint(view));
                    return true;
                });
    }

    /**
     * Stops the control plane, then the local cloud with every instance.
     *
     * @return whether a program was running
     */
    public boolean down() {
        if (!Files.isDirectory(state.root())) {
            return false;
        }
        return withLock(
                () -> {
                    if (devModeRuns()) {
                        throw Failure.of(
                                "SPAWN-DOWN",
                                "the control plane in %s was not started by \"spawn up\"; end dev mode with Ctrl-C in its terminal"
                                        .formatted(state.root()));
                    }
                    boolean any = server.startedHere() || cloud.view().isPresent();
                    boolean serverGone = server.terminate();
                    if (!cloud.terminate() || !serverGone) {
                        throw Failure.of("SPAWN-DOWN", "a process did not exit; find it with ps");
                    }
                    Files.deleteIfExists(state.serverFile());
                    Files.deleteIfExists(state.cloudFile());
                    state.deleteFilesOfInstances();
                    shared.forget();
                    exposed.forget();
                    return any;
                });
    }

    /** Whether Quarkus dev mode runs with this state directory, or is starting or ending. */
    private boolean devModeRuns() {
        return (server.view().isPresent() && !server.startedHere())
                || cloud.view().filter(LocalCloudDaemon::isOfDevMode).isPresent()
                || programs.devModeState().filter(state.root()::equals).isPresent();
    }

    /** Adds the shared directories of earlier starts; records the new ones. */
    private CloudSettings withRecorded(CloudSettings settings, boolean cloudRuns)
            throws IOException {
        List<Path> allShared = shared.with(settings.shared());
        List<Path> allExposed = exposed.with(settings.exposed());
        requireApart(allShared, allExposed);
        if (allShared.size() > shared.read().size()) {
            if (cloudRuns) {
                throw HostDirectoryFlag.SHARE.refused(
                        allShared.getLast().toString(),
                        "the local cloud runs already without it; end it with \"spawn down\" and repeat");
            }
            shared.write(allShared);
        }
        if (allExposed.size() > exposed.read().size()) {
            exposed.write(allExposed);
        }
        return new CloudSettings(
                settings.capacity(),
                settings.scale(),
                settings.scaleDirectory(),
                allShared,
                allExposed,
                settings.s3Bytes());
    }

    /** Of two mounts of which one is inside the other, the order would matter. */
    private static void requireApart(List<Path> shared, List<Path> exposed) {
        for (Path written : shared) {
            for (Path read : exposed) {
                if (written.startsWith(read) || read.startsWith(written)) {
                    throw HostDirectoryFlag.EXPOSE.refused(
                            read.toString(),
                            "%s is shared with --share; a directory can be one of both"
                                    .formatted(written));
                }
            }
        }
    }

    private JsonValue startCloud(PortFile ports, CloudSettings settings) {
        progress.accept("spawn: starting the local cloud");
        return cloud.start(ports, settings);
    }

    /** Whether the running server was started with this cloud. */
    private boolean serverKnows(JsonValue view) {
        return UserStateDirectory.read(state.root().resolve("server.cloud"))
                .filter(endpoint(view)::equals)
                .isPresent();
    }

    private static String endpoint(JsonValue cloud) {
        return cloud.text("endpoint").orElse("");
    }

    private interface Task<T> {
        T run() throws IOException;
    }

    /** Serializes up and down across processes with a file lock. */
    private <T> T withLock(Task<T> work) {
        try (FileChannel channel =
                        FileChannel.open(
                                state.root().resolve("up.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return work.run();
        } catch (IOException refused) {
            throw Failure.of(
                    "SPAWN-STATE",
                    "cannot use %s (%s)".formatted(state.root(), FileFailure.words(refused)));
        }
    }
}
