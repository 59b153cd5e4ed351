package io.jobarrays.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Source files and documents of this repository, without what a build made. */
final class SourceTree {
    private SourceTree() {}

    /** Main classes of all modules. */
    static List<Path> mainClasses() {
        return files("main/java/", ".java").stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .toList();
    }

    static List<Path> documents() {
        return files("", ".md");
    }

    /** Files whose path from the root contains {@code part} and ends with {@code end}. */
    static List<Path> files(String part, String end) {
        Path root = TestControlPlane.ROOT;
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(end))
                    .filter(file -> isSource(root.relativize(file)))
                    .filter(file -> root.relativize(file).toString().contains(part))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String simpleName(Path javaFile) {
        return javaFile.getFileName().toString().replace(".java", "");
    }

    private static boolean isSource(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target") || part.toString().startsWith(".git")) {
                return false;
            }
        }
        return true;
    }
}
