package io.jobarrays.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Base image of packages of Debian 12, made by {@code mmdebstrap} in an archive for Jib. */
final class DebianBase {
    private static final String RELEASE = "bookworm";

    /** Has no home and no shell to log in with; Kubernetes wants numbers. */
    private static final String USER =
            "echo 'spawn:x:10001:10001::/var/lib/spawn:/usr/sbin/nologin' >>\"$1/etc/passwd\";"
                    + " echo 'spawn:x:10001:' >>\"$1/etc/group\";"
                    + " install -d -o 10001 -g 10001 -m 700 \"$1/var/lib/spawn\"";

    private DebianBase() {}

    /** What a program needs of an operating system. */
    enum Kind {
        /** The C library: the server starts no other program. */
        LIBRARIES("extract", "extract", "base-files,libc6,netbase"),

        /** Shell and tools, which run the work of instances. */
        SHELL(
                "essential",
                "customize",
                "ca-certificates,curl,iproute2,libpython3-stdlib,procps,python3-minimal,tar");

        private final String variant;
        private final String hook;
        private final String packages;

        /**
         * @param hook kind of the hook that runs last
         */
        Kind(String variant, String hook, String packages) {
            this.variant = variant;
            this.hook = hook;
            this.packages = packages;
        }

        /** The scripts of packages run only on a machine with their processor. */
        boolean canBeMadeFor(Processor processor) {
            return processor == Processor.AMD64 || this == LIBRARIES;
        }
    }

    /** Made again only when it is missing: its packages are those of that day. */
    static Path make(Path directory, Kind kind, Processor processor)
            throws IOException, InterruptedException {
        Path image = directory.resolve("base-%s.tar".formatted(kind.variant));
        if (Files.notExists(image)) {
            Path layer = directory.resolve("layer-%s.tar".formatted(kind.variant));
            BuildCommand.run(command(kind, processor, layer).toArray(String[]::new));
            Path unfinished = directory.resolve("base-unfinished.tar");
            write(unfinished, layer, processor);
            Files.move(unfinished, image);
            Files.delete(layer);
        }
        return image;
    }

    private static List<String> command(Kind kind, Processor processor, Path layer) {
        return List.of(
                "mmdebstrap",
                "--quiet",
                "--architectures=" + processor.word(),
                "--variant=" + kind.variant,
                "--include=" + kind.packages,
                "--dpkgopt=path-exclude=/usr/share/man/*",
                "--dpkgopt=path-exclude=/usr/share/locale/*",
                "--aptopt=APT::Install-Recommends \"false\"",
                "--%s-hook=%s".formatted(kind.hook, USER),
                RELEASE,
                "" + layer);
    }

    /** An image with one layer, in the format of {@code docker save}. */
    static void write(Path image, Path layer, Processor processor) throws IOException {
        String digest = sha256(layer);
        String config =
                """
                {"architecture":"%s","os":"linux","config":{},"history":[],\
                "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
                """
                        .formatted(processor.word(), digest);
        try (OutputStream file = Files.newOutputStream(image);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            put(tar, "config.json", config);
            put(
                    tar,
                    "manifest.json",
                    """
                    [{"Config":"config.json","RepoTags":["base:local"],"Layers":["layer.tar"]}]
                    """);
            tar.putArchiveEntry(new TarArchiveEntry(layer.toFile(), "layer.tar"));
            Files.copy(layer, tar);
            tar.closeArchiveEntry();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, String text)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
