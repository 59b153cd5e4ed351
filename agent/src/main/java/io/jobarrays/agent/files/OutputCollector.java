package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.globs.CollectGlobs;
import io.jobarrays.contract.globs.CollectGlobs.Match;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the outputs of a work: what the globs of {@code collect} match in the working directory,
 * without files that were laid out before the work and that no glob names.
 *
 * <p>A symbolic link whose target is collected too stays a link; any other one is replaced by what
 * it leads to, unless that is outside of the directory and the work is a user's.
 */
public final class OutputCollector {
    private final Path directory;
    private final LaidOutFiles laidOut;

    /** Whether links may lead out of the working directory. */
    private final boolean leavesDirectory;

    private final TreeMap<String, OutputEntry> entries = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<FoundLink> links = new ArrayList<>();

    /** Directories with all that is in them. */
    private final Set<String> whole = new HashSet<>();

    private OutputCollector(Path directory, LaidOutFiles laidOut, boolean leavesDirectory) {
        this.directory = directory;
        this.laidOut = laidOut;
        this.leavesDirectory = leavesDirectory;
    }

    /**
     * @param real target with all links resolved
     * @param enclosing directories, links resolved, that a walk to the link went through
     */
    private record FoundLink(
            String name, Path path, Path real, Match match, List<Path> enclosing) {}

    /** Finds the outputs of work of root. */
    public static CollectedOutputs collect(Path directory, List<String> globs, LaidOutFiles laidOut)
            throws IOException, InterruptedException {
        return collect(directory, globs, laidOut, FileRights.ofAgent());
    }

    /**
     * @throws io.jobarrays.contract.Refusal for an invalid glob
     */
    public static CollectedOutputs collect(
            Path directory, List<String> globs, LaidOutFiles laidOut, FileRights rights)
            throws IOException, InterruptedException {
        return rights.call(
                () ->
                        new OutputCollector(directory.toRealPath(), laidOut, !rights.areOfUser())
                                .collect(CollectGlobs.parse(globs).start()));
    }

    private CollectedOutputs collect(Match start) {
        walk("", directory, start, List.of(directory));
        addLinks();
        return new CollectedOutputs(List.copyOf(entries.values()), leftOut, unreadable);
    }

    /** Adds what matches in one directory, in the order of the names. */
    private void walk(String name, Path path, Match match, List<Path> enclosing) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(path)) {
            listed.forEach(children::add);
        } catch (IOException e) {
            leaveOut(name, e);
        }
        for (Path child : children) {
            String last = FileName.last(child);
            String childName = name.isEmpty() ? last : name + "/" + last;
            try {
                visit(childName, last, child, match, enclosing);
            } catch (IOException e) {
                leaveOut(childName, e);
            }
        }
    }

    private void visit(String name, String last, Path path, Match above, List<Path> enclosing)
            throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            visitDirectory(name, path, above.enter(last, true), enclosing);
        } else if (attributes.isSymbolicLink()) {
            visitLink(name, last, path, above, enclosing);
        } else if (isOutput(name, path, above.enter(last, false))) {
            if (attributes.isRegularFile()) {
                add(new OutputEntry.File(name, path, attributes.size()));
            } else {
                leftOut.add(FileName.printable(name) + " is neither file, directory nor link");
            }
        }
    }

    private void visitDirectory(String name, Path path, Match match, List<Path> enclosing) {
        if (match.isIncluded()) {
            whole.add(name);
            if (match.isNamed() || !laidOut.hasDirectory(name)) {
                add(new OutputEntry.Directory(name, path));
            }
        }
        if (match.canIncludeBelow()) {
            walk(name, path, match, append(enclosing, path));
        }
    }

    private void visitLink(String name, String last, Path path, Match above, List<Path> enclosing)
            throws IOException {
        if (!leavesDirectory && LinkTarget.leadsOut(directory, name, path)) {
            if (above.enter(last, false).isIncluded() || above.enterLink(last).canIncludeBelow()) {
                leftOut.add(LinkTarget.outside(name, path));
            }
            return;
        }
        if (!Files.exists(path)) {
            if (isOutput(name, path, above.enter(last, false))) {
                addDangling(name, path);
            }
            return;
        }
        boolean directoryLink = Files.isDirectory(path);
        Match match = directoryLink ? above.enterLink(last) : above.enter(last, false);
        FoundLink link = new FoundLink(name, path, path.toRealPath(), match, enclosing);
        if (isOutput(name, path, match)) {
            links.add(link);
        } else if (directoryLink && !match.isIncluded() && match.canIncludeBelow()) {
            follow(link);
        }
    }

    private boolean isOutput(String name, Path path, Match match) throws IOException {
        return match.isIncluded() && (match.isNamed() || !laidOut.isUnchanged(name, path));
    }

    /** A link to nothing stays a link if it may be unpacked elsewhere. */
    private void addDangling(String name, Path path) throws IOException {
        String target = FileName.target(path);
        if (LinkTarget.staysInside(name, target)) {
            add(new OutputEntry.Link(name, path, target));
        } else if (!leavesDirectory) {
            leftOut.add(LinkTarget.outside(name, path));
        } else {
            leftOut.add(
                    "%s is a link to %s, which does not exist"
                            .formatted(FileName.printable(name), FileName.printable(target)));
        }
    }

    /** Links are decided when all that is not behind a link is known; that may find more links. */
    private void addLinks() {
        while (!links.isEmpty()) {
            FoundLink link = links.removeFirst();
            try {
                addLink(link);
            } catch (IOException e) {
                leaveOut(link.name(), e);
            }
        }
    }

    private void addLink(FoundLink link) throws IOException {
        String target =
                link.real().startsWith(directory) ? FileName.relative(directory, link.real()) : "";
        OutputEntry entry = entries.get(target);
        boolean leadsToEntry =
                entry instanceof OutputEntry.File
                        || (entry instanceof OutputEntry.Directory && whole.contains(target));
        boolean leadsUp =
                link.real().startsWith(directory) && link.enclosing().contains(link.real());
        if (leadsToEntry || leadsUp) {
            String text = LinkTarget.text(link.name(), FileName.target(link.path()), target);
            add(new OutputEntry.Link(link.name(), link.path(), text));
        } else if (Files.isDirectory(link.real())) {
            add(new OutputEntry.Directory(link.name(), link.real()));
            follow(link);
        } else if (Files.isRegularFile(link.real())) {
            add(new OutputEntry.File(link.name(), link.real(), Files.size(link.real())));
        } else {
            leftOut.add(
                    FileName.printable(link.name())
                            + " is a link to what is neither file nor directory");
        }
    }

    /** Walks through a link to a directory unless that contains the link. */
    private void follow(FoundLink link) {
        if (link.enclosing().contains(link.real())) {
            leftOut.add(
                    FileName.printable(link.name()) + " is a link to a directory that contains it");
            return;
        }
        walk(link.name(), link.real(), link.match(), append(link.enclosing(), link.real()));
    }

    /** Adds the entry after the directories it is in, which have modes and times too. */
    private void add(OutputEntry entry) {
        String name = entry.name();
        Path parent = entry.path();
        for (int slash = name.lastIndexOf('/');
                slash > 0;
                slash = name.lastIndexOf('/', slash - 1)) {
            String parentName = name.substring(0, slash);
            Path above = parentOf(parentName, parent);
            if (entries.containsKey(parentName)) {
                break;
            }
            entries.put(parentName, new OutputEntry.Directory(parentName, above));
            parent = above;
        }
        entries.put(name, entry);
    }

    private Path parentOf(String parentName, Path child) {
        Path named = FileName.resolve(directory, parentName);
        return Files.isDirectory(named) ? named : child.resolveSibling("");
    }

    private void leaveOut(String name, IOException e) {
        String place = name.isEmpty() ? "the working directory" : FileName.printable(name);
        if (e instanceof NoSuchFileException) {
            leftOut.add(place + " was deleted meanwhile");
        } else {
            unreadable.add("%s cannot be read: %s".formatted(place, UnreadableOutput.reason(e)));
        }
    }

    private static List<Path> append(List<Path> paths, Path path) {
        return Stream.concat(paths.stream(), Stream.of(path)).toList();
    }
}
