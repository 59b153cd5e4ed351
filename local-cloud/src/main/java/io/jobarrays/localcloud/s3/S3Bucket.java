package io.jobarrays.localcloud.s3;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Bucket with its objects, by key, and its unfinished uploads, by id. */
final class S3Bucket {
    private final String name;
    private final Instant created;
    private final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final Map<String, MultipartUpload> uploads = new ConcurrentHashMap<>();

    S3Bucket(String name, Instant created) {
        this.name = name;
        this.created = created;
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    NavigableMap<String, StoredObject> objects() {
        return objects;
    }

    StoredObject object(String key) {
        return Optional.ofNullable(objects.get(key)).orElseThrow(S3Error.NO_SUCH_KEY::error);
    }

    String begin(MultipartUpload upload) {
        String id = UUID.randomUUID().toString().replace("-", "");
        uploads.put(id, upload);
        return id;
    }

    MultipartUpload upload(String id, String key) {
        return Optional.ofNullable(uploads.get(id))
                .filter(it -> it.key().equals(key))
                .orElseThrow(S3Error.NO_SUCH_UPLOAD::error);
    }

    /** Ends an upload; one of several calls at a time does. */
    boolean end(String id) {
        return uploads.remove(id) != null;
    }

    boolean isEmpty() {
        return objects.isEmpty() && uploads.isEmpty();
    }
}
