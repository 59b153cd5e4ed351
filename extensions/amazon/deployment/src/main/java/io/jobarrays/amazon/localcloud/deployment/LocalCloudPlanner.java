package io.jobarrays.amazon.localcloud.deployment;

import io.jobarrays.amazon.localcloud.runtime.LocalCloudBuildTimeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.ConfigProvider;

/** Finds the program and the directories of the local cloud; builds the program if necessary. */
final class LocalCloudPlanner {
    private static final Duration DEFAULT_READY_TIMEOUT = Duration.ofSeconds(30);

    private final Optional<Path> program;
    private final Optional<Path> image;
    private final OptionalInt capacity;
    private final Optional<Path> state;
    private final boolean test;
    private final Duration readyTimeout;

    LocalCloudPlanner(LocalCloudBuildTimeConfig config, boolean test, Optional<Duration> timeout) {
        this.program = config.program();
        this.image = config.image();
        this.capacity = config.capacity();
        this.state =
                ConfigProvider.getConfig()
                        .getOptionalValue("spawn.state-dir", String.class)
                        .map(Path::of);
        this.test = test;
        this.readyTimeout = timeout.orElse(DEFAULT_READY_TIMEOUT);
    }

    /** Identity of the local cloud: a live reload keeps the process while it is unchanged. */
    List<String> identity(List<String> services) {
        return List.of(
                services.toString(),
                program.toString(),
                image.toString(),
                capacity.toString(),
                state.toString());
    }

    /**
     * Plans the start; builds what it starts, unless another local cloud uses the state.
     *
     * @throws IllegalStateException in test mode, when the state is in use; dev mode ends
     */
    LocalCloudPlan plan() {
        Optional<SourceTree> tree = SourceTree.enclosing(Path.of(""));
        Path directory = state.map(Path::toAbsolutePath).orElseGet(() -> defaultState(tree));
        Optional<DevModeFile> devMode = test ? Optional.empty() : tree.map(SourceTree::devMode);
        devMode.flatMap(DevModeFile::objection)
                .or(() -> StateUse.objection(directory))
                .ifPresent(this::refuse);
        devMode.ifPresent(file -> file.write(directory));
        if (program.isEmpty()) {
            SourceTree sources = tree.orElseThrow(LocalCloudPlanner::noProgram);
            // A test run is part of a build, which has packaged the program under test.
            if (!(test ? Files.exists(sources.program()) : sources.isUpToDate())) {
                sources.build();
            }
        }
        return new LocalCloudPlan(
                program.or(() -> tree.map(SourceTree::program))
                        .orElseThrow(LocalCloudPlanner::noProgram)
                        .toAbsolutePath(),
                image.or(() -> tree.map(SourceTree::image).filter(Files::isDirectory))
                        .map(Path::toAbsolutePath),
                capacity,
                directory,
                test && state.isEmpty(),
                devMode,
                readyTimeout);
    }

    /** Dev mode would stay, show the stack trace of an exception and wait for a change. */
    private void refuse(String sentence) {
        if (!test) {
            // After the status line of the console.
            System.err.println("\nspawn: " + sentence);
            System.exit(1);
        }
        throw new IllegalStateException(sentence);
    }

    private Path defaultState(Optional<SourceTree> tree) {
        try {
            return test || tree.isEmpty()
                    ? Files.createTempDirectory("job-arrays-")
                    : tree.get().root().resolve("target/dev-state");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the local cloud", e);
        }
    }

    private static IllegalStateException noProgram() {
        return new IllegalStateException(
                "no local cloud to start: set quarkus.ec2.devservices.local-cloud.program to its jar,"
                        + " or quarkus.ec2.endpoint-override to an endpoint that runs");
    }
}
