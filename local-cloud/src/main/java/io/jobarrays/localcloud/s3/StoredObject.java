package io.jobarrays.localcloud.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Object of a bucket.
 *
 * @param files content: one file, or those of the parts of a multipart upload
 * @param etag without quotes
 * @param headers content type, other headers of the content and metadata, by lower-case name
 */
record StoredObject(
        String key,
        List<S3Disk.StoredFile> files,
        String etag,
        Instant modified,
        Map<String, String> headers) {
    StoredObject {
        files = List.copyOf(files);
        headers = Map.copyOf(headers);
    }

    long bytes() {
        return files.stream().mapToLong(S3Disk.StoredFile::bytes).sum();
    }

    /** Writes a part of the content. */
    void write(long offset, long length, OutputStream out) throws IOException {
        long skip = offset;
        long left = length;
        for (S3Disk.StoredFile file : files) {
            if (skip >= file.bytes()) {
                skip -= file.bytes();
                continue;
            }
            long here = Math.min(left, file.bytes() - skip);
            try (FileChannel channel = FileChannel.open(file.path()).position(skip)) {
                copy(Channels.newInputStream(channel), here, out);
            }
            left -= here;
            skip = 0;
            if (left == 0) {
                return;
            }
        }
    }

    private static void copy(InputStream in, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("the file of an object is shorter than the object");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
