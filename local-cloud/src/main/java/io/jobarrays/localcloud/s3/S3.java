package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.s3.MultipartUpload.Named;
import io.jobarrays.localcloud.s3.MultipartUpload.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/** Buckets of the account and what changes them; the content of objects is on the disk. */
public final class S3 implements AutoCloseable {
    private static final Pattern BUCKET_NAME =
            Pattern.compile("(?!xn--)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final int MAX_BUCKETS = 1_000;
    private static final int MAX_KEY_BYTES = 1_024;

    private final S3Disk disk;
    private final ContentReceiver receiver;
    private final Clock clock;
    private final Map<String, S3Bucket> buckets = new ConcurrentSkipListMap<>();

    /** Changes of what buckets hold; contents are received and sent without it. */
    private final ReentrantLock lock = new ReentrantLock();

    private S3(S3Disk disk, Clock clock) {
        this.disk = disk;
        this.receiver = new ContentReceiver(disk);
        this.clock = clock;
    }

    /**
     * @param directory for the contents; what it has is deleted
     * @param bytes most bytes of all objects
     */
    public static S3 open(Path directory, long bytes, Clock clock) throws IOException {
        return new S3(S3Disk.open(directory, bytes), clock);
    }

    List<S3Bucket> buckets() {
        return List.copyOf(buckets.values());
    }

    S3Bucket bucket(String name) {
        return Optional.ofNullable(buckets.get(name)).orElseThrow(S3Error.NO_SUCH_BUCKET::error);
    }

    /** As in us-east-1, where creating one's own bucket again changes nothing. */
    void createBucket(String name) {
        if (!BUCKET_NAME.matcher(name).matches()) {
            throw S3Error.INVALID_BUCKET_NAME.error();
        }
        lock.lock();
        try {
            if (buckets.size() >= MAX_BUCKETS && !buckets.containsKey(name)) {
                throw S3Error.TOO_MANY_BUCKETS.error();
            }
            buckets.computeIfAbsent(name, it -> new S3Bucket(it, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    void deleteBucket(String name) {
        lock.lock();
        try {
            if (!bucket(name).isEmpty()) {
                throw S3Error.BUCKET_NOT_EMPTY.error();
            }
            buckets.remove(name);
        } finally {
            lock.unlock();
        }
    }

    ContentReceiver.Received put(S3Request request) {
        bucket(request.bucket());
        checkKey(request.key());
        ContentReceiver.Received received = receiver.receive(request);
        StoredObject object =
                new StoredObject(
                        request.key(),
                        List.of(received.file()),
                        received.etag(),
                        clock.instant(),
                        ObjectHeaders.of(request));
        try {
            replace(request, object);
        } catch (RuntimeException e) {
            disk.delete(received.file());
            throw e;
        }
        return received;
    }

    void delete(String bucket, String key) {
        lock.lock();
        try {
            remove(bucket(bucket), key);
        } finally {
            lock.unlock();
        }
    }

    String beginUpload(S3Request request) {
        checkKey(request.key());
        return bucket(request.bucket())
                .begin(new MultipartUpload(request.key(), ObjectHeaders.of(request)));
    }

    ContentReceiver.Received putPart(S3Request request, String uploadId, int number) {
        bucket(request.bucket()).upload(uploadId, request.key());
        ContentReceiver.Received received = receiver.receive(request);
        Part part = new Part(number, received.file(), received.etag(), clock.instant());
        lock.lock();
        try {
            Part earlier =
                    bucket(request.bucket())
                            .upload(uploadId, request.key())
                            .parts()
                            .put(number, part);
            if (earlier != null) {
                disk.delete(earlier.file());
            }
            return received;
        } catch (RuntimeException e) {
            disk.delete(received.file());
            throw e;
        } finally {
            lock.unlock();
        }
    }

    List<Part> parts(S3Request request, String uploadId) {
        lock.lock();
        try {
            return List.copyOf(
                    bucket(request.bucket()).upload(uploadId, request.key()).parts().values());
        } finally {
            lock.unlock();
        }
    }

    StoredObject completeUpload(S3Request request, String uploadId, List<Named> named) {
        lock.lock();
        try {
            S3Bucket bucket = bucket(request.bucket());
            MultipartUpload upload = bucket.upload(uploadId, request.key());
            StoredObject object = upload.complete(named, clock.instant());
            replace(request, object);
            bucket.end(uploadId);
            Set<S3Disk.StoredFile> used = new HashSet<>(object.files());
            upload.parts().values().stream()
                    .map(Part::file)
                    .filter(file -> !used.contains(file))
                    .forEach(disk::delete);
            return object;
        } finally {
            lock.unlock();
        }
    }

    void abortUpload(S3Request request, String uploadId) {
        lock.lock();
        try {
            S3Bucket bucket = bucket(request.bucket());
            MultipartUpload upload = bucket.upload(uploadId, request.key());
            bucket.end(uploadId);
            upload.parts().values().forEach(part -> disk.delete(part.file()));
        } finally {
            lock.unlock();
        }
    }

    /** Puts an object in the place of the one with its key, under the conditions of the request. */
    private void replace(S3Request request, StoredObject object) {
        lock.lock();
        try {
            S3Bucket bucket = bucket(request.bucket());
            Conditions.checkWrite(request, Optional.ofNullable(bucket.objects().get(object.key())));
            remove(bucket, object.key());
            bucket.objects().put(object.key(), object);
        } finally {
            lock.unlock();
        }
    }

    private void remove(S3Bucket bucket, String key) {
        StoredObject object = bucket.objects().remove(key);
        if (object != null) {
            object.files().forEach(disk::delete);
        }
    }

    private static void checkKey(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw S3Error.KEY_TOO_LONG.error();
        }
    }

    /** Deletes all objects. */
    @Override
    public void close() throws IOException {
        disk.close();
    }
}
