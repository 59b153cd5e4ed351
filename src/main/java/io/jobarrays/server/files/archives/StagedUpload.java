package io.jobarrays.server.files.archives;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.StateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Upload into a temporary file beside its destination; counts and hashes the bytes. Closing it
 * before the move deletes the file.
 */
final class StagedUpload implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final long bytes;
    private final String sha256;

    private StagedUpload(Path file, long bytes, String sha256) {
        this.file = file;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    static StagedUpload receive(Path directory, InputStream in, SizeLimit limit)
            throws IOException {
        Path file = StateDirectory.newFile(directory);
        try {
            MessageDigest digest = Sha256.newDigest();
            long bytes = copy(in, file, digest, limit);
            return new StagedUpload(file, bytes, Sha256.hex(digest));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Adds the bytes of {@code file}, which were received earlier. */
    static StagedUpload landed(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] piece = new byte[BUFFER_BYTES];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                bytes += n;
                digest.update(piece, 0, n);
            }
        }
        return new StagedUpload(file, bytes, Sha256.hex(digest));
    }

    private static long copy(InputStream in, Path file, MessageDigest digest, SizeLimit limit)
            throws IOException {
        long bytes = 0;
        byte[] piece = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                bytes += n;
                limit.check(bytes);
                digest.update(piece, 0, n);
                out.write(piece, 0, n);
            }
        }
        return bytes;
    }

    Path file() {
        return file;
    }

    long bytes() {
        return bytes;
    }

    String sha256() {
        return sha256;
    }

    void mustBe(String expected) {
        if (!sha256.equals(expected)) {
            throw new Refused(
                    422,
                    "SPAWN-HASH-DIFFERS",
                    "the upload was announced as SHA-256 %s and is %s; send it again"
                            .formatted(expected, sha256));
        }
    }

    void moveTo(Path place) throws IOException {
        StateDirectory.move(file, place);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
