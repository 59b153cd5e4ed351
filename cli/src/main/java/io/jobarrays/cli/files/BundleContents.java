package io.jobarrays.cli.files;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.contract.FileName;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.archives.ArchiveEntryNames;
import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
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

    /**
     * @throws Failure for a name or rule that cannot be packed
     */
    static List<BundleEntry> of(Path directory) throws IOException {
        Path root = directory.toRealPath();
        BundleContents contents = new BundleContents(root, rules(root.resolve(IGNORE_FILE)));
        contents.add(root);
        return contents.entries;
    }

    private static IgnoreRules rules(Path file) throws IOException {
        if (!Files.exists(file)) {
            return IgnoreRules.parse(new byte[0]);
        }
        if (!Files.isRegularFile(file)) {
            throw Failure.usage("--files: %s is not a file".formatted(file));
        }
        try {
            return IgnoreRules.parse(Files.readAllBytes(file));
        } catch (Refusal refusal) {
            throw Failure.usage("--files: %s, %s".formatted(file, refusal.sentence()));
        }
    }

    private void add(Path directory) throws IOException {
        List<Path> children;
        try (Stream<Path> listed = Files.list(directory)) {
            children = listed.sorted().toList();
        }
        for (Path child : children) {
            boolean isDirectory = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
            String name = FileName.relative(root, child);
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
            return new BundleEntry.Directory(name, path);
        }
        if (Files.isSymbolicLink(path)) {
            return new BundleEntry.Link(name, path, targetInside(path, name));
        }
        if (!Files.isRegularFile(path)) {
            throw Failure.usage(
                    "--files: %s is neither file, directory nor link; leave it out with %s"
                            .formatted(FileName.printable(name), IGNORE_FILE));
        }
        return new BundleEntry.File(name, path, Files.size(path));
    }

    private static String targetInside(Path link, String name) throws IOException {
        String target = FileName.target(link);
        try {
            new ArchiveEntryNames().admitSymbolicLink(name, target);
        } catch (UnsafeEntry leavesDirectory) {
            throw Failure.usage(
                    "--files: the link %s leads out of the directory, to %s; copy what is meant, or leave it out with %s"
                            .formatted(
                                    FileName.printable(name),
                                    FileName.printable(target),
                                    IGNORE_FILE));
        }
        return target;
    }
}
