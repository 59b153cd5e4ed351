package io.jobarrays.agent;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
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
 * an AOT cache accepts no directories; the cache halves the processor time of a start.
 */
public final class AgentJvm {
    private static final Path DIRECTORY = Path.of("target", "agent-jvm").toAbsolutePath();
    private static @Nullable List<String> commandLine;

    private AgentJvm() {}

    /** Returns program, options and class path; the first call creates the cache. */
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
        Path cache = DIRECTORY.resolve("agent.aot");
        Files.deleteIfExists(cache);
        List<String> recording = line(classPath, "-XX:AOTCacheOutput=" + cache);
        try {
            AgentTraining.run((machine, server) -> AgentProcess.start(recording, machine, server));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an agent was trained");
        }
        return line(classPath, "-XX:AOTCache=" + cache);
    }

    private static List<String> line(String classPath, String cacheOption) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx40m",
                // JVMs with process id 1 in different pid namespaces would share one file.
                "-XX:-UsePerfData",
                cacheOption,
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
