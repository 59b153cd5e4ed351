package io.jobarrays.localcloud.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Multipart upload that is not complete: its parts by number. Not thread-safe. */
final class MultipartUpload {
    static final int MAX_PARTS = 10_000;
    private static final long MIN_PART_BYTES = 5L << 20;

    private final String key;
    private final Map<String, String> headers;
    private final SortedMap<Integer, Part> parts = new TreeMap<>();

    MultipartUpload(String key, Map<String, String> headers) {
        this.key = key;
        this.headers = headers;
    }

    record Part(int number, S3Disk.StoredFile file, String etag, Instant modified) {}

    /** Number and ETag of a part as the completion names it. */
    record Named(int number, String etag) {}

    String key() {
        return key;
    }

    SortedMap<Integer, Part> parts() {
        return parts;
    }

    /**
     * The object of the named parts.
     *
     * @throws io.jobarrays.localcloud.protocol.AwsError {@code InvalidPart}, {@code
     *     InvalidPartOrder}, {@code EntityTooSmall}
     */
    StoredObject complete(List<Named> named, Instant now) {
        checkOrder(named);
        List<S3Disk.StoredFile> files = new ArrayList<>();
        StringBuilder etags = new StringBuilder();
        for (Named one : named) {
            Part part = parts.get(one.number());
            if (part == null || !part.etag().equals(one.etag())) {
                throw S3Error.INVALID_PART.error();
            }
            boolean last = files.size() == named.size() - 1;
            if (!last && part.file().bytes() < MIN_PART_BYTES) {
                throw S3Error.ENTITY_TOO_SMALL.error();
            }
            files.add(part.file());
            etags.append(part.etag());
        }
        byte[] digests = HexFormat.of().parseHex(etags);
        String etag = ContentDigests.md5(digests) + "-" + named.size();
        return new StoredObject(key, files, etag, now, headers);
    }

    private static void checkOrder(List<Named> named) {
        int before = 0;
        for (Named one : named) {
            if (one.number() <= before) {
                throw S3Error.INVALID_PART_ORDER.error();
            }
            before = one.number();
        }
    }
}
