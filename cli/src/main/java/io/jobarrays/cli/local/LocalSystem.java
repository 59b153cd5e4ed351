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
import java.util.stream.Stream;

/** Control plane and local cloud of this user on this machine. */
public final class LocalSystem {
    private final UserStateDirectory state;
    private final Consumer<String> progress;
    private final LocalCloudDaemon cloud;
    private final ControlPlaneDaemon server;
    private final SharedDirectories shared;

    public LocalSystem(UserStateDirectory state, Consumer<String> progress) {
        this.state = state;
        this.progress = progress;
        ProgramPaths programs = ProgramPaths.installed();
        cloud = new LocalCloudDaemon(state, programs);
        shared = new SharedDirectories(state);
        server = new ControlPlaneDaemon(state, programs);
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
     * The directory of {@code --share}, absolute.
     *
     * @param resolve against the current directory of the caller
     * @throws Failure with exit code 2 for one that instances cannot have
     */
    public Path sharedDirectory(String typed, UnaryOperator<Path> resolve) {
        return SharedDirectories.check(typed, state, resolve);
    }

    public void up() {
        up(CloudSettings.DEFAULT);
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
                    if (server.view().isPresent() && !server.startedHere()) {
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
                    if (server.view().isPresent() && !server.startedHere()) {
                        throw Failure.of(
                                "SPAWN-DOWN",
                                "the control plane in %s was not started by \"spawn up\"; end it where it was started"
                                        .formatted(state.root()));
                    }
                    boolean any = server.startedHere() || cloud.view().isPresent();
                    boolean serverGone = server.terminate();
                    if (!cloud.terminate() || !serverGone) {
                        throw Failure.of("SPAWN-DOWN", "a process did not exit; find it with ps");
                    }
                    Files.deleteIfExists(state.serverFile());
                    Files.deleteIfExists(state.cloudFile());
                    shared.forget();
                    return any;
                });
    }

    /** Adds the shared directories of earlier starts; records the new ones. */
    private CloudSettings withRecorded(CloudSettings settings, boolean cloudRuns)
            throws IOException {
        List<Path> recorded = shared.read();
        List<Path> all =
                Stream.concat(recorded.stream(), settings.shared().stream()).distinct().toList();
        if (all.size() > recorded.size()) {
            if (cloudRuns) {
                throw Failure.usage(
                        "--share %s: the local cloud runs already without it; end it with \"spawn down\" and repeat"
                                .formatted(all.getLast()));
            }
            shared.write(all);
        }
        return new CloudSettings(settings.capacity(), settings.scale(), all, settings.s3Bytes());
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
