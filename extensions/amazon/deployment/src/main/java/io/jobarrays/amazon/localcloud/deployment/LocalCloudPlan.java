package io.jobarrays.amazon.localcloud.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Program, directories and options of a local cloud to start.
 *
 * @param state the server's state directory; {@code cloud} in it belongs to the local cloud
 * @param temporary whether the state directory is deleted with the local cloud
 * @param devMode file that is deleted with the local cloud
 */
record LocalCloudPlan(
        Path program,
        Optional<Path> image,
        OptionalInt capacity,
        Path state,
        boolean temporary,
        Optional<DevModeFile> devMode,
        Duration readyTimeout) {

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    Path cloud() {
        return state.resolve("cloud");
    }

    Path cloudFile() {
        return cloud().resolve("cloud.json");
    }

    Path log() {
        return cloud().resolve("local-cloud.log");
    }

    /** The command line; the local cloud ends when the process {@code parent} ends. */
    List<String> command(long parent) {
        List<String> words = new ArrayList<>();
        // Ctrl-C reaches all processes of the terminal's group at once, and the server needs the
        // cloud until it has ended.
        if (Files.isExecutable(SETSID)) {
            words.add(SETSID.toString());
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-jar", program.toString()));
        words.addAll(List.of("--state", cloud().toString()));
        words.addAll(List.of("--control-plane", state.resolve("server.json").toString()));
        words.addAll(List.of("--hide", state.toString()));
        words.addAll(List.of("--parent", Long.toString(parent)));
        image.ifPresent(directory -> words.addAll(List.of("--image", directory.toString())));
        capacity.ifPresent(count -> words.addAll(List.of("--capacity", Integer.toString(count))));
        return List.copyOf(words);
    }
}
