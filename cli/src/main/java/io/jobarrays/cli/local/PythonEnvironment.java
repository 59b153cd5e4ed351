package io.jobarrays.cli.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Virtual environment of Python, whose interpreter is outside of it. */
final class PythonEnvironment {
    private static final String MARKER = "pyvenv.cfg";
    private static final int MAX_LINKS = 20;

    /** Trees of this machine that instances see. */
    private static final List<Path> VISIBLE =
            Stream.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/opt").map(Path::of).toList();

    private PythonEnvironment() {}

    /**
     * The directories outside of the environment and of the system that its interpreter needs, each
     * with its libraries.
     *
     * @return none for a directory that is no virtual environment
     */
    static List<Path> interpreters(Path directory) {
        List<Path> needed = new ArrayList<>();
        if (Files.exists(directory.resolve(MARKER))) {
            for (Path program : links(directory.resolve("bin/python"))) {
                Path tree = tree(program);
                if (!tree.startsWith(directory) && VISIBLE.stream().noneMatch(tree::startsWith)) {
                    needed.add(tree);
                }
            }
        }
        return needed.stream().distinct().toList();
    }

    /** What the link names, directly and in the end. */
    private static List<Path> links(Path link) {
        List<Path> names = new ArrayList<>();
        Path name = link;
        try {
            while (Files.isSymbolicLink(name) && names.size() < MAX_LINKS) {
                name = name.resolveSibling(Files.readSymbolicLink(name)).normalize();
                names.add(name);
            }
            names.add(name.toRealPath());
        } catch (IOException e) {
            // A broken link: the interpreter is missing on this machine, too.
        }
        return names;
    }

    /** The installation of a program in {@code bin}; otherwise its directory. */
    private static Path tree(Path program) {
        Path bin = program.resolveSibling("").normalize();
        Path installation = bin.resolve("..").normalize();
        return hasStandardLibrary(installation.resolve("lib")) ? installation : bin;
    }

    private static boolean hasStandardLibrary(Path lib) {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(lib, "python3*")) {
            for (Path version : versions) {
                if (Files.exists(version.resolve("os.py"))) {
                    return true;
                }
            }
        } catch (IOException e) {
            // No such directory.
        }
        return false;
    }
}
