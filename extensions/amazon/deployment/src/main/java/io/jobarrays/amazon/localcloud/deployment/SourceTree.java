package io.jobarrays.amazon.localcloud.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Source tree with the programs that dev mode starts, and the command line that users start. */
record SourceTree(Path root) {
    private static final Logger LOG = Logger.getLogger(SourceTree.class);
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

    DevModeFile devMode() {
        return new DevModeFile(root.resolve("target/dev-mode"));
    }

    /** Programs by the module whose build makes them. */
    private Map<String, Path> programs() {
        return Map.of(
                "local-cloud",
                program(),
                "agent",
                agentArchive(),
                "cli",
                root.resolve("cli/target/spawn/spawn.jar"));
    }

    private boolean isPackaged() {
        return programs().values().stream().allMatch(Files::exists);
    }

    /** Whether the programs exist and are newer than the sources of their modules. */
    boolean isUpToDate() {
        return isPackaged()
                && programs().entrySet().stream()
                        .allMatch(it -> isUpToDate(it.getKey(), modified(it.getValue())));
    }

    private boolean isUpToDate(String module, FileTime builtAt) {
        FileTime checkedAt = later(builtAt, modified(stamp()));
        return Stream.of("contract", module)
                .noneMatch(it -> newest(root.resolve(it)).compareTo(checkedAt) > 0);
    }

    /** Packages them in a separate Maven build. */
    void build() {
        LOG.info(
                "Packaging agent, local cloud and command line: missing or older than their sources");
        try {
            Files.createDirectories(stamp().getParent());
            FileTime startedAt = FileTime.fromMillis(System.currentTimeMillis());
            Path log = root.resolve("target/dev-mode-build.log");
            Process build =
                    new ProcessBuilder(
                                    "./mvnw",
                                    "-q",
                                    "-B",
                                    "-pl",
                                    "agent,local-cloud,cli",
                                    "-am",
                                    "-DskipTests",
                                    "-Dspotless.check.skip=true",
                                    "package")
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            build.getOutputStream().close();
            int code = build.waitFor();
            if (code != 0 || !isPackaged()) {
                throw new IllegalStateException(
                        "packaging agent, local cloud and command line failed (exit code %d):%n%s"
                                .formatted(code, LogTail.of(log)));
            }
            Files.writeString(stamp(), "");
            Files.setLastModifiedTime(stamp(), startedAt);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "packaging agent, local cloud and command line failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "packaging agent, local cloud and command line was interrupted", e);
        }
    }

    /** Touched by {@link #build}, since a Maven build without changes keeps the old files. */
    private Path stamp() {
        return root.resolve("target/dev-mode-built");
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
}
