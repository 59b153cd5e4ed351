package io.jobarrays.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Java without what neither program uses, linked from the JDK that runs this build. */
final class JavaRuntime {
    /**
     * Modules that the class path of server, local cloud and agent refers to; {@code java.desktop}
     * for the beans of Hibernate, {@code jdk.jcmd} for heap dumps of a running container.
     */
    static final List<String> MODULES =
            List.of(
                    "java.desktop",
                    "java.instrument",
                    "java.management.rmi",
                    "java.naming",
                    "java.net.http",
                    "java.rmi",
                    "java.scripting",
                    "java.security.jgss",
                    "java.security.sasl",
                    "java.sql",
                    "java.transaction.xa",
                    "java.xml.crypto",
                    "jdk.crypto.cryptoki",
                    "jdk.httpserver",
                    "jdk.jcmd",
                    "jdk.jfr",
                    "jdk.management",
                    "jdk.naming.dns",
                    "jdk.net",
                    "jdk.unsupported",
                    "jdk.zipfs");

    private JavaRuntime() {}

    /** Linked again only when the JDK or the modules have changed. */
    static Path link(Path directory) throws IOException, InterruptedException {
        String linked = System.getProperty("java.runtime.version") + " " + MODULES;
        Path mark = directory.resolveSibling("java.linked");
        if (Files.exists(mark) && Files.readString(mark).equals(linked)) {
            return directory;
        }
        BuildCommand.run("rm", "-rf", "" + directory);
        BuildCommand.run(
                "" + Path.of(System.getProperty("java.home"), "bin", "jlink"),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--dedup-legal-notices=error-if-not-same-content",
                "--generate-cds-archive",
                "--compress=zip-6",
                "--output",
                "" + directory);
        Files.writeString(mark, linked);
        return directory;
    }
}
