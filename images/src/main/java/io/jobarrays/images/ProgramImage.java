package io.jobarrays.images;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layers and settings of one image; the layers that change most are last.
 *
 * @param arguments of Java
 */
record ProgramImage(
        String id,
        DebianBase.Kind debianBase,
        List<Layer> layers,
        List<String> arguments,
        Map<String, String> environment,
        List<Integer> ports) {
    static final ProgramImage SERVER =
            new ProgramImage(
                    "server",
                    DebianBase.Kind.LIBRARIES,
                    List.of(
                            new Layer(
                                    "libraries",
                                    "src/target/quarkus-app/lib",
                                    "/opt/spawn/server/lib"),
                            new Layer(
                                    "agent",
                                    "agent/target/spored.tar.gz",
                                    "/opt/spawn/spored.tar.gz"),
                            new Layer(
                                    "quarkus",
                                    "src/target/quarkus-app/quarkus",
                                    "/opt/spawn/server/quarkus"),
                            new Layer(
                                    "server",
                                    "src/target/quarkus-app/app",
                                    "/opt/spawn/server/app"),
                            new Layer(
                                    "main",
                                    "src/target/quarkus-app/quarkus-run.jar",
                                    "/opt/spawn/server/quarkus-run.jar")),
                    List.of("-jar", "/opt/spawn/server/quarkus-run.jar"),
                    Map.of(
                            "SPAWN_AGENT_ARCHIVE", "/opt/spawn/spored.tar.gz",
                            "SPAWN_STATE_DIR", "/var/lib/spawn/state",
                            // The container has an address of its own.
                            "QUARKUS_HTTP_HOST", "0.0.0.0",
                            "QUARKUS_MANAGEMENT_HOST", "0.0.0.0"),
                    List.of(7070, 9000));

    static final ProgramImage LOCAL_CLOUD =
            new ProgramImage(
                    "local-cloud",
                    DebianBase.Kind.SHELL,
                    List.of(
                            new Layer("agent", "agent/target/spored", "/opt/spored"),
                            new Layer(
                                    "local-cloud",
                                    "local-cloud/target/local-cloud",
                                    "/opt/spawn/local-cloud")),
                    List.of(
                            "-jar",
                            "/opt/spawn/local-cloud/local-cloud.jar",
                            "--state",
                            "/var/lib/spawn/cloud",
                            "--control-plane",
                            "/var/lib/spawn/state/server.json",
                            "--image",
                            "/opt/spored",
                            "--port",
                            "4566"),
                    Map.of(),
                    List.of());

    /** The user {@code spawn} of the base. */
    private static final String USER = "10001:10001";

    private static final String JAVA = "/opt/java";

    /** File or directory of the checkout, and its place in the image. */
    record Layer(String name, String source, String place) {}

    static List<ProgramImage> all() {
        return List.of(SERVER, LOCAL_CLOUD);
    }

    String fileName() {
        return id + ".tar";
    }

    String reference(String version) {
        return "spawn/%s:%s".formatted(id, version);
    }

    JibContainerBuilder describe(JibContainerBuilder from, ImageSources sources)
            throws IOException {
        from.setPlatforms(Set.of(new Platform(sources.processor().word(), "linux")))
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get("/"))
                .setEnvironment(environment)
                .setEntrypoint(entrypoint())
                .setExposedPorts(Set.copyOf(ports.stream().map(Port::tcp).toList()))
                .addFileEntriesLayer(files("java", sources.java(), JAVA));
        for (Layer layer : layers) {
            from.addFileEntriesLayer(
                    files(layer.name(), sources.of(layer.source()), layer.place()));
        }
        return from;
    }

    private List<String> entrypoint() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                JAVA + "/bin/java",
                                "-XX:MaxRAMPercentage=50",
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:-UsePerfData",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(arguments);
        return command;
    }

    private static FileEntriesLayer files(String name, Path source, String place)
            throws IOException {
        if (Files.notExists(source)) {
            throw new IOException(source + " is missing; run ./mvnw -Pimages package");
        }
        return FileEntriesLayer.builder()
                .setName(name)
                .addEntryRecursive(
                        source, AbsoluteUnixPath.get(place), (file, target) -> permissions(file))
                .build();
    }

    /** Of root, readable by all; executable as in the checkout. */
    private static FilePermissions permissions(Path file) {
        return FilePermissions.fromOctalString(
                Files.isDirectory(file) || Files.isExecutable(file) ? "755" : "644");
    }
}
