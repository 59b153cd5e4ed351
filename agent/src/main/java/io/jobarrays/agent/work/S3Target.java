package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.aws.S3Place;
import io.jobarrays.agent.files.ListedOutput;
import io.jobarrays.agent.files.OutputContent;
import io.jobarrays.agent.files.OutputEntry;
import io.jobarrays.agent.files.OutputTarget;
import io.jobarrays.contract.FileName;
import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.StorageUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prefix in S3 that output files are sent to, large ones in parts. Directories and links have no
 * object; what a link leads to inside of the outputs has one.
 */
final class S3Target implements OutputTarget {
    private static final long PART_BYTES = 64L << 20;

    /** S3 accepts 10,000; the rest is for a file that grows meanwhile. */
    private static final int MAX_PARTS = 9_000;

    private static final int BUFFER_BYTES = 64 << 10;

    private final S3Client s3;
    private final StorageUrl.S3 prefix;

    S3Target(S3Client s3, StorageUrl.S3 prefix) {
        this.s3 = s3;
        this.prefix = prefix;
    }

    @Override
    public Optional<ListedOutput> send(OutputEntry entry) throws IOException, InterruptedException {
        if (!(entry instanceof OutputEntry.File file)) {
            return Optional.empty();
        }
        if (!FileName.isUtf8(file.name())) {
            throw new IOException(
                    "%s is not UTF-8, which keys of S3 are; rename it"
                            .formatted(FileName.printable(file.name())));
        }
        StorageUrl.S3 object = prefix.resolve(file.name());
        return Optional.of(send(file, new S3Place(object.bucket(), object.key())));
    }

    private ListedOutput send(OutputEntry.File file, S3Place place)
            throws IOException, InterruptedException {
        long partBytes = Math.max(PART_BYTES, Math.ceilDiv(file.bytes(), MAX_PARTS));
        MessageDigest whole = Sha256.newDigest();
        try (OutputContent in = OutputContent.open(file)) {
            Part part = read(in, partBytes, 0, whole);
            long bytes = part.bytes();
            if (bytes < partBytes) {
                s3.put(place, content(in, part));
            } else {
                bytes = sendParts(place, in, part, whole);
            }
            return new ListedOutput(file.name(), bytes, Sha256.hex(whole));
        }
    }

    /** Part of a file as it was read. */
    private record Part(long offset, long bytes, String sha256) {}

    /** Returns the size of the file. */
    private long sendParts(S3Place place, OutputContent in, Part first, MessageDigest whole)
            throws IOException, InterruptedException {
        String upload = s3.beginUpload(place);
        try {
            List<String> etags = new ArrayList<>();
            long bytes = 0;
            for (Part part = first;
                    part.bytes() > 0;
                    part = read(in, first.bytes(), bytes, whole)) {
                bytes += part.bytes();
                etags.add(s3.putPart(place, upload, etags.size() + 1, content(in, part)));
            }
            s3.completeUpload(place, upload, etags);
            return bytes;
        } catch (IOException e) {
            abort(place, upload, e);
            throw e;
        }
    }

    private void abort(S3Place place, String upload, IOException cause)
            throws InterruptedException {
        try {
            s3.abortUpload(place, upload);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static Part read(InputStream in, long limit, long offset, MessageDigest whole)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        while (bytes < limit) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, limit - bytes));
            if (n < 0) {
                break;
            }
            digest.update(buffer, 0, n);
            whole.update(buffer, 0, n);
            bytes += n;
        }
        return new Part(offset, bytes, Sha256.hex(digest));
    }

    /** Reads the part again: S3 refuses it if its hash is another one meanwhile. */
    private static S3Client.Content content(OutputContent in, Part part) {
        return new S3Client.Content(
                () ->
                        part.bytes() == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.fromPublisher(
                                        BodyPublishers.ofInputStream(
                                                () -> in.from(part.offset(), part.bytes())),
                                        part.bytes()),
                part.sha256());
    }
}
