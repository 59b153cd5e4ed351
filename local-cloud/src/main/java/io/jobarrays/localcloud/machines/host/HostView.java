package io.jobarrays.localcloud.machines.host;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.machines.relay.Relay;
import io.jobarrays.localcloud.machines.vpc.RelayProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What instances see of the host: the system's directories, and of the user's home nothing but the
 * tools its PATH leads to.
 *
 * @param hidden paths that must not be readable inside, whatever shows them
 * @param shown directories besides the system's, at their own path
 * @param path the PATH inside
 * @param java the JDK this process runs on, which instances may use too
 * @param image shown read-only at /opt/spored
 */
public record HostView(
        List<Path> hidden, List<Path> shown, String path, Path java, Optional<Path> image) {
    private static final List<Path> SYSTEM_DIRECTORIES =
            Stream.of("/usr", "/opt", "/var").map(Path::of).toList();
    private static final String BASE_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The host's own affairs: an instance has these directories for itself. */
    private static final List<Path> PRIVATE_HOST_DIRECTORIES =
            Stream.of("/var/log", "/var/tmp", "/var/crash", "/var/lib/cloud")
                    .map(Path::of)
                    .toList();

    private static final List<String> SECRET_PATHS =
            List.of(
                    ".ssh",
                    ".aws",
                    ".gnupg",
                    ".netrc",
                    ".npmrc",
                    ".docker",
                    ".kube",
                    ".config",
                    ".cargo/credentials",
                    ".cargo/credentials.toml");
    private static final Set<String> PROGRAM_DIRECTORY_NAMES = Set.of("bin", "sbin", "shims");

    /** Directories of a home that hold much more than tools. */
    private static final Set<String> MIXED_DIRECTORY_NAMES = Set.of(".local", ".config", ".cache");

    public static HostView of(Path state, Optional<Path> image, List<Path> hide)
            throws IOException {
        if (image.isPresent() && !Files.isDirectory(image.get())) {
            throw new IOException("the image " + image.get() + " is no directory");
        }
        Path home = realPath(Path.of(System.getProperty("user.home")));
        Set<Path> hidden = hidden(state, home, hide);
        Path java = realPath(Path.of(System.getProperty("java.home")));
        List<Path> searched = searchPath();
        List<Path> tools = new ArrayList<>();
        if (!inSystem(java)) {
            tools.add(java);
        }
        searched.stream()
                .filter(d -> d.startsWith(home))
                .map(d -> toolDirectory(d, home))
                .forEach(tools::add);
        List<Path> shown = mountable(tools, hidden);
        Stream<Path> visible =
                searched.stream()
                        .filter(d -> inSystem(d) || shown.stream().anyMatch(d::startsWith));
        String path =
                Stream.concat(Stream.of(BASE_PATH.split(":")), visible.map(Path::toString))
                        .distinct()
                        .reduce((a, b) -> a + ":" + b)
                        .orElse(BASE_PATH);
        return new HostView(outermost(hidden), shown, path, java, image.map(HostView::realPath));
    }

    private static Set<Path> hidden(Path state, Path home, List<Path> hide) throws IOException {
        Stream<Path> secrets = SECRET_PATHS.stream().map(home::resolve);
        Stream<Path> homes = inSystem(home) ? Stream.of(home) : Stream.empty();
        MountTable mounts = MountTable.read();
        return Stream.of(
                        Stream.of(state),
                        hide.stream(),
                        secrets,
                        homes,
                        PRIVATE_HOST_DIRECTORIES.stream())
                .flatMap(paths -> paths)
                .map(HostView::realPath)
                .flatMap(mounts::views)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a program inside finds in its environment. */
    public Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("PATH", path),
                Map.entry("HOME", "/root"),
                Map.entry("USER", "root"),
                Map.entry("LOGNAME", "root"),
                Map.entry("SHELL", "/bin/bash"),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("JAVA_HOME", java.toString()),
                Map.entry("AWS_ENDPOINT_URL", "http://" + Relay.ENDPOINT),
                Map.entry("AWS_REGION", Account.REGION),
                Map.entry("AWS_DEFAULT_REGION", Account.REGION));
    }

    /** Every directory of the host an instance's mounts are taken from. */
    public Stream<Path> mountedDirectories() {
        Stream<Path> ours = Stream.of(java, RelayProcess.CLASSES);
        return Stream.of(shown.stream(), ours, image.stream()).flatMap(paths -> paths);
    }

    private static List<Path> searchPath() {
        return Stream.of(
                        Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(File.pathSeparator))
                .filter(d -> d.startsWith("/"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(HostView::realPath)
                .toList();
    }

    /** The directory a tool needs, when its programs are in the given one. */
    private static Path toolDirectory(Path directory, Path home) {
        Path parent = directory.getParent();
        Path name = directory.getFileName();
        if (parent == null
                || name == null
                || parent.equals(home)
                || !PROGRAM_DIRECTORY_NAMES.contains(name.toString())
                || MIXED_DIRECTORY_NAMES.contains(String.valueOf(parent.getFileName()))) {
            return directory;
        }
        return parent;
    }

    private static List<Path> mountable(List<Path> tools, Set<Path> hidden) {
        return outermost(
                tools.stream()
                        .filter(tool -> tool.toString().matches("[-+.@\\w/]+"))
                        .filter(tool -> hidden.stream().noneMatch(tool::startsWith))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The paths that lie below no other one. */
    private static List<Path> outermost(Set<Path> sorted) {
        List<Path> kept = new ArrayList<>();
        for (Path path : sorted) {
            if (kept.stream().noneMatch(path::startsWith)) {
                kept.add(path);
            }
        }
        return List.copyOf(kept);
    }

    private static boolean inSystem(Path path) {
        return SYSTEM_DIRECTORIES.stream().anyMatch(path::startsWith);
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
