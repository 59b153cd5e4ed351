package io.jobarrays.server.files.archives;

import io.jobarrays.contract.ScriptFile;
import io.jobarrays.contract.Sha256;
import io.jobarrays.server.files.FileMeters;
import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Stores the directories given with {@code --files} as tar.gz files named by their SHA-256. */
@ApplicationScoped
public class BundleStore {
    private static final int MAX_TEXT_BYTES = 1024 * 1024;
    private static final String SUFFIX = ".tar.gz";

    private final StateDirectory state;
    private final FileMeters meters;
    private final Clock clock;

    /** Between the last look at a bundle and its deletion it is not used. */
    private final ReentrantLock lock = new ReentrantLock();

    /** By SHA-256, which stands for one content: a bundle is launched many times. */
    private final Map<String, Optional<String>> warnings = new ConcurrentHashMap<>();

    public BundleStore(StateDirectory state, FileMeters meters, Clock clock) {
        this.state = state;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Stores {@code in} after checking size, SHA-256 and entry names.
     *
     * @return false when the bundle existed already; {@code in} is then not read
     */
    public boolean put(String sha256, InputStream in) {
        Path place = place(sha256);
        if (use(sha256)) {
            return false;
        }
        try (StagedUpload upload = StagedUpload.receive(directory(), in, SizeLimit.BUNDLE)) {
            upload.mustBe(sha256);
            new ArchiveReader(upload.file(), SizeLimit.BUNDLE).files();
            upload.moveTo(place);
            meters.bundleStored(upload.bytes());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("bundle %s could not be kept".formatted(sha256), e);
        }
    }

    /**
     * Whether the bundle exists; then {@link #deleteUnused} leaves it alone for a while, in which
     * something can refer to it.
     */
    public boolean use(String sha256) {
        lock.lock();
        try {
            Path place = place(sha256);
            if (Files.notExists(place)) {
                return false;
            }
            Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("bundle %s cannot be used".formatted(sha256), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Deletes the bundles that nothing refers to and that were not used for a while.
     *
     * @param referred SHA-256 of those that are needed; read before a bundle is looked at
     * @return bytes of the deleted files
     */
    public long deleteUnused(Set<String> referred, Duration unused) {
        Instant before = clock.instant().minus(unused);
        long freed = 0;
        for (String name : NumberedEntries.names(directory())) {
            String sha256 = name.replace(SUFFIX, "");
            if (name.equals(sha256 + SUFFIX) && !referred.contains(sha256)) {
                freed += deleteUnused(sha256, before);
            }
        }
        return freed;
    }

    private long deleteUnused(String sha256, Instant before) {
        lock.lock();
        try {
            Path place = place(sha256);
            if (Files.getLastModifiedTime(place).toInstant().isAfter(before)) {
                return 0;
            }
            long bytes = Files.size(place);
            Files.delete(place);
            warnings.remove(sha256);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("bundle %s is not deleted".formatted(sha256), e);
        } finally {
            lock.unlock();
        }
    }

    public Optional<Path> find(String sha256) {
        return Optional.of(place(sha256)).filter(Files::exists);
    }

    /**
     * One file of a bundle as text, for {@code user-data=@file}.
     *
     * @return empty when the bundle or the file does not exist
     * @throws io.jobarrays.contract.Refusal when it is no text in UTF-8, also packed with gzip
     */
    public Optional<String> text(String sha256, String fileName) {
        return find(sha256)
                .flatMap(
                        file ->
                                new ArchiveReader(file, SizeLimit.BUNDLE)
                                        .content(fileName, MAX_TEXT_BYTES))
                .map(content -> ScriptFile.decode(fileName, content));
    }

    /** Whether the bundle has a file or directory of that name at its top. */
    public boolean has(String sha256, String name) {
        return find(sha256)
                .map(file -> new ArchiveReader(file, SizeLimit.BUNDLE).hasAtTop(name))
                .orElse(false);
    }

    /** A sentence that names scripts of the bundle that do not run on Linux as they are written. */
    public Optional<String> warning(String sha256) {
        Optional<String> known = warnings.get(sha256);
        return known == null
                ? find(sha256).flatMap(file -> remember(sha256, warning(file)))
                : known;
    }

    /** Read before: a map would hold other bundles while it computes. */
    private Optional<String> remember(String sha256, Optional<String> warning) {
        warnings.put(sha256, warning);
        return warning;
    }

    private static Optional<String> warning(Path file) {
        return WindowsScript.warning(new ArchiveReader(file, SizeLimit.BUNDLE).windowsScripts());
    }

    private Path place(String sha256) {
        return directory().resolve(Sha256.checked(sha256) + SUFFIX);
    }

    private Path directory() {
        return state.directory("blobs", "bundles");
    }
}
