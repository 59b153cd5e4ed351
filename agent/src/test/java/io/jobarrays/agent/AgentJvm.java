package io.jobarrays.agent;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Java command line of the agent processes in tests. Their class path is packed into jars, because
 * a CDS archive accepts no directories; the archive halves the processor time of a start.
 */
public final class AgentJvm {
    private static final Path DIRECTORY = Path.of("target", "agent-jvm").toAbsolutePath();
    private static @Nullable List<String> commandLine;

    private AgentJvm() {}

    /** Returns program, options and class path; the first call creates the archive. */
    public static synchronized List<String> commandLine() throws IOException {
        List<String> known = commandLine;
        if (known == null) {
            known = prepare();
            commandLine = known;
        }
        return known;
    }

    private static List<String> prepare() throws IOException {
        Files.createDirectories(DIRECTORY);
        String classPath = jarClassPath();
        Path archive = DIRECTORY.resolve("agent.jsa");
        Files.deleteIfExists(archive);
        train(classPath, archive);
        // Without an archive the agents work the same and start more slowly.
        return Files.exists(archive)
                ? line(classPath, "-XX:SharedArchiveFile=" + archive)
                : line(classPath, "-Xshare:auto");
    }

    /** Runs the self-check, which loads the classes of an agent. */
    private static void train(String classPath, Path archive) throws IOException {
        List<String> line = new ArrayList<>(line(classPath, "-XX:ArchiveClassesAtExit=" + archive));
        line.add(AgentProcess.class.getName());
        Process training =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(DIRECTORY.resolve("training.log").toFile()))
                        .start();
        training.onExit().join();
    }

    private static List<String> line(String classPath, String archiveOption) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx40m",
                // JVMs with process id 1 in different pid namespaces would share one file.
                "-XX:-UsePerfData",
                archiveOption,
                "-cp",
                classPath);
    }

    private static String jarClassPath() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (entry.isEmpty()) {
                continue; // Would pack the working directory.
            }
            if (Files.isDirectory(path)) {
                jars.add(pack(path, DIRECTORY.resolve(jars.size() + ".jar")).toString());
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path pack(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(directory)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(directory.relativize(path).toString()));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
