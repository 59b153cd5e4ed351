package io.jobarrays.amazon.localcloud.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Source tree of local cloud and agent with its build output. */
record SourceTree(Path root) {
    private static final Logger LOG = Logger.getLogger(SourceTree.class);
    private static final List<String> SOURCES = List.of("contract", "local-cloud", "agent");
    private static final FileTime NEVER = FileTime.fromMillis(0);

    /** The nearest source tree that contains the directory. */
    static Optional<SourceTree> enclosing(Path directory) {
        return Stream.<Path>iterate(directory.toAbsolutePath(), p -> p != null, Path::getParent)
                .filter(p -> Files.exists(p.resolve("local-cloud/pom.xml")))
                .filter(p -> Files.exists(p.resolve("mvnw")))
                .findFirst()
                .map(SourceTree::new);
    }

    Path program() {
        return root.resolve("local-cloud/target/local-cloud/local-cloud.jar");
    }

    Path image() {
        return root.resolve("agent/target/spored");
    }

    Path agentArchive() {
        return root.resolve("agent/target/spored.tar.gz");
    }

    private boolean isPackaged() {
        return Files.exists(program()) && Files.exists(agentArchive());
    }

    /** Whether the build output exists and is newer than the sources. */
    boolean isUpToDate() {
        if (!isPackaged()) {
            return false;
        }
        FileTime builtAt = earlier(modified(program()), modified(agentArchive()));
        FileTime checkedAt = later(builtAt, modified(stamp()));
        return SOURCES.stream()
                .noneMatch(module -> newest(root.resolve(module)).compareTo(checkedAt) > 0);
    }

    /** Packages agent and local cloud in a separate Maven build. */
    void build() {
        LOG.info("Packaging the agent and the local cloud: missing or older than their sources");
        try {
            Files.createDirectories(stamp().getParent());
            FileTime startedAt = FileTime.fromMillis(System.currentTimeMillis());
            Path log = root.resolve("target/dev-state/package.log");
            Process build =
                    new ProcessBuilder(
                                    "./mvnw",
                                    "-q",
                                    "-B",
                                    "-pl",
                                    "agent,local-cloud",
                                    "-am",
                                    "-DskipTests",
                                    "package")
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            build.getOutputStream().close();
            int code = build.waitFor();
            if (code != 0 || !isPackaged()) {
                throw new IllegalStateException(
                        "packaging the agent and the local cloud failed (exit code %d):%n%s"
                                .formatted(code, LogTail.of(log)));
            }
            Files.writeString(stamp(), "");
            Files.setLastModifiedTime(stamp(), startedAt);
        } catch (IOException e) {
            throw new UncheckedIOException("packaging the agent and the local cloud failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "packaging the agent and the local cloud was interrupted", e);
        }
    }

    /** Touched by {@link #build}, since a Maven build without changes keeps the old files. */
    private Path stamp() {
        return root.resolve("target/dev-state/packaged");
    }

    private static FileTime newest(Path module) {
        Path main = module.resolve("src/main");
        FileTime pom = modified(module.resolve("pom.xml"));
        if (!Files.isDirectory(main)) {
            return pom;
        }
        try (Stream<Path> files = Files.walk(main)) {
            return files.filter(Files::isRegularFile)
                    .map(SourceTree::modified)
                    .reduce(pom, SourceTree::later);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file) : NEVER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime later(FileTime a, FileTime b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static FileTime earlier(FileTime a, FileTime b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
