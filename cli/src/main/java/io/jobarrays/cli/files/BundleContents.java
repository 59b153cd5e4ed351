package io.jobarrays.cli.files;

import io.jobarrays.cli.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lists the files of a directory that belong to a bundle, sorted by name. */
final class BundleContents {
    private static final String IGNORE_FILE = ".spawnignore";

    private final Path root;
    private final IgnoreRules rules;
    private final List<BundleEntry> entries = new ArrayList<>();

    private BundleContents(Path root, IgnoreRules rules) {
        this.root = root;
        this.rules = rules;
    }

    static List<BundleEntry> of(Path directory) throws IOException {
        Path root = directory.toRealPath();
        Path rules = root.resolve(IGNORE_FILE);
        BundleContents contents =
                new BundleContents(
                        root,
                        new IgnoreRules(
                                Files.exists(rules) ? Files.readAllLines(rules) : List.of()));
        contents.add(root);
        return contents.entries;
    }

    private void add(Path directory) throws IOException {
        List<Path> children;
        try (Stream<Path> listed = Files.list(directory)) {
            children = listed.sorted().toList();
        }
        for (Path child : children) {
            boolean isDirectory = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
            String name = nameOf(child);
            if (!rules.excludes(name, isDirectory)) {
                entries.add(entry(child, name, isDirectory));
                if (isDirectory) {
                    add(child);
                }
            }
        }
    }

    private BundleEntry entry(Path path, String name, boolean isDirectory) throws IOException {
        if (isDirectory) {
            return new BundleEntry.Directory(name);
        }
        if (Files.isSymbolicLink(path)) {
            return new BundleEntry.Link(name, targetInside(path, name));
        }
        if (!Files.isRegularFile(path)) {
            throw Failure.usage(
                    "--files: %s is neither file, directory nor link; leave it out with %s"
                            .formatted(name, IGNORE_FILE));
        }
        return new BundleEntry.File(name, path, Files.size(path), isExecutable(path));
    }

    /** Reads the permission bits, because root has access regardless of them. */
    private static boolean isExecutable(Path path) throws IOException {
        return Files.getPosixFilePermissions(path).stream()
                .anyMatch(it -> it.name().endsWith("_EXECUTE"));
    }

    private String targetInside(Path link, String name) throws IOException {
        Path target = Files.readSymbolicLink(link);
        Path parent = link.getParent();
        boolean inside =
                !target.isAbsolute()
                        && parent != null
                        && parent.resolve(target).normalize().startsWith(root);
        if (!inside) {
            throw Failure.usage(
                    "--files: the link %s leads out of the directory, to %s; copy what is meant, or leave it out with %s"
                            .formatted(name, target, IGNORE_FILE));
        }
        return target.toString();
    }

    private String nameOf(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
