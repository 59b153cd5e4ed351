package io.jobarrays.localcloud.machines.host;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.machines.relay.Relay;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Directories of the host that instances see: the system's, and from the user's home only the tools
 * on its PATH.
 *
 * @param hidden paths that instances must not read through any mount
 * @param shown additional directories, mounted at the same path
 * @param path PATH in instances
 * @param java JDK of this process, which instances can use
 * @param image directory mounted read-only at /opt/spored
 * @param shared directories that instances can write, mounted at the same path
 * @param exposed file with directories that instances can read, mounted at the same path, one a
 *     line; read before each start of an instance
 * @param etc directory whose files instances find in their /etc
 */
public record HostView(
        List<Path> hidden,
        List<Path> shown,
        String path,
        Path java,
        Optional<Path> image,
        List<Path> shared,
        Path exposed,
        Path etc) {
    private static final List<Path> SYSTEM_DIRECTORIES =
            Stream.of("/usr", "/opt", "/var").map(Path::of).toList();
    private static final String BASE_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Directories of the host that instances have as their own instead. */
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

    /** Directories of a home that contain more than tools. */
    private static final Set<String> MIXED_DIRECTORY_NAMES = Set.of(".local", ".config", ".cache");

    public static HostView of(Path state, Optional<Path> image, List<Path> hide)
            throws IOException {
        if (image.isPresent() && !Files.isDirectory(image.get())) {
            throw new IOException("the image " + image.get() + " is not a directory");
        }
        Path home = realPath(Path.of(System.getProperty("user.home")));
        Set<Path> hidden = hidden(state, home, hide);
        Path java = realPath(Path.of(System.getProperty("java.home")));
        List<Path> searchPath = searchPath();
        List<Path> tools = new ArrayList<>();
        if (!isInSystem(java)) {
            tools.add(java);
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        searchPath.stream()
                .filter(d -> d.startsWith(home))
                .map(d -> toolDirectory(d, home))
                .filter(tool -> !root || isPublic(tool))
                .forEach(tools::add);
        List<Path> shown = mountable(tools, hidden);
        Stream<Path> visible =
                searchPath.stream()
                        .filter(d -> isInSystem(d) || shown.stream().anyMatch(d::startsWith));
        String path =
                Stream.concat(Stream.of(BASE_PATH.split(":")), visible.map(Path::toString))
                        .distinct()
                        .reduce((a, b) -> a + ":" + b)
                        .orElse(BASE_PATH);
        return new HostView(
                outermost(hidden),
                shown,
                path,
                java,
                image.map(HostView::realPath),
                List.of(),
                state.resolve("exposed"),
                Path.of("/etc"));
    }

    /**
     * This view with directories that instances can write.
     *
     * @throws IOException for one that is no directory, with the message for the user
     */
    public HostView withShared(List<Path> directories) throws IOException {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new IOException(
                        "the shared directory %s does not exist; create it, or forget it with \"spawn down\""
                                .formatted(directory));
            }
        }
        return new HostView(
                hidden, shown, path, java, image, List.copyOf(directories), exposed, etc);
    }

    /** This view with another directory for /etc. */
    public HostView withEtc(Path directory) {
        return new HostView(hidden, shown, path, java, image, shared, exposed, directory);
    }

    private static Set<Path> hidden(Path state, Path home, List<Path> hide) throws IOException {
        Stream<Path> secrets = SECRET_PATHS.stream().map(home::resolve);
        Stream<Path> homes = isInSystem(home) ? Stream.of(home) : Stream.empty();
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

    /** Environment of the programs in instances. */
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

    /** Directories of the host that are mounted in instances. */
    public Stream<Path> mountedDirectories() {
        Stream<Path> required = Stream.of(java, Relay.CLASSES);
        return Stream.of(shown.stream(), required, image.stream(), shared.stream())
                .flatMap(paths -> paths);
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

    /** Directory to mount for the programs in a directory: its parent, unless that is a home. */
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

    /** Whether ordinary users may list the directory. */
    private static boolean isPublic(Path directory) {
        try {
            Set<PosixFilePermission> own = Files.getPosixFilePermissions(directory);
            boolean listed = own.contains(PosixFilePermission.OTHERS_READ);
            for (Path path = directory; listed && path != null; path = path.getParent()) {
                listed =
                        Files.getPosixFilePermissions(path)
                                .contains(PosixFilePermission.OTHERS_EXECUTE);
            }
            return listed;
        } catch (IOException e) {
            return false;
        }
    }

    /** Paths that are not below another path. */
    private static List<Path> outermost(Set<Path> sorted) {
        List<Path> kept = new ArrayList<>();
        for (Path path : sorted) {
            if (kept.stream().noneMatch(path::startsWith)) {
                kept.add(path);
            }
        }
        return List.copyOf(kept);
    }

    private static boolean isInSystem(Path path) {
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
