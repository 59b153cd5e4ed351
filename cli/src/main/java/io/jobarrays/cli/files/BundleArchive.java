package io.jobarrays.cli.files;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.FileFailure;
import io.jobarrays.contract.Sha256;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/**
 * Directory packed as tar.gz; equal content gives equal bytes. Deleted when closed.
 *
 * @param bytes size of the packed file
 */
public record BundleArchive(Path file, String sha256, long bytes) implements AutoCloseable {
    /**
     * Maximum packed size that the server accepts: 64 MiB of content that does not compress, and
     * the headers of its entries.
     */
    private static final long MAX_PACKED_BYTES = 68L << 20;

    /** Packs the files that {@code .spawnignore} does not exclude. */
    public static BundleArchive pack(Path directory) {
        return pack(directory, MAX_PACKED_BYTES);
    }

    static BundleArchive pack(Path directory, long limit) {
        if (!Files.isDirectory(directory)) {
            throw Failure.usage("--files: there is no directory " + directory);
        }
        try {
            Path file = Files.createTempFile("spawn-files-", ".tar.gz");
            try {
                return packInto(file, directory, limit);
            } catch (IOException | RuntimeException failed) {
                Files.deleteIfExists(file);
                throw failed;
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw Failure.usage(
                    "--files: %s could not be packed: %s"
                            .formatted(directory, FileFailure.words(unreadable)));
        }
    }

    public String size() {
        return megabytes(bytes);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            file.toFile().deleteOnExit();
        }
    }

    private static BundleArchive packInto(Path file, Path directory, long limit)
            throws IOException {
        List<BundleEntry> entries = BundleContents.of(directory);
        MessageDigest digest = Sha256.newDigest();
        try (OutputStream packed =
                new DigestOutputStream(
                        new SizeLimitedOutput(
                                new BufferedOutputStream(Files.newOutputStream(file)), limit),
                        digest)) {
            ArchiveWriter.write(entries, packed);
        } catch (TooLarge large) {
            throw Failure.usage(
                    "--files: %s is larger than %s packed (%d files, %s unpacked); leave things out with .spawnignore"
                            .formatted(
                                    directory,
                                    megabytes(limit),
                                    entries.size(),
                                    megabytes(BundleEntry.bytes(entries))));
        }
        return new BundleArchive(file, Sha256.hex(digest), Files.size(file));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Fails at the first byte above the limit, so that a huge directory is not packed to its end.
     */
    private static final class SizeLimitedOutput extends FilterOutputStream {
        private long remaining;

        SizeLimitedOutput(OutputStream out, long limit) {
            super(out);
            remaining = limit;
        }

        @Override
        public void write(int one) throws IOException {
            count(1);
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count(length);
            out.write(bytes, offset, length);
        }

        private void count(int count) throws IOException {
            remaining -= count;
            if (remaining < 0) {
                throw new TooLarge();
            }
        }
    }
}
