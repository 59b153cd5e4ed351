package io.jobarrays.localcloud.machines.vpc;

import io.jobarrays.localcloud.machines.host.DirectoryFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Layers of /etc below the changes of instances: copies of the host's, see etc.sh. A new instance
 * gets a new one when the host's has changed, so that software that was installed meanwhile is
 * whole in it; an instance that is started again keeps its own.
 */
public final class EtcLayers {
    private final VpcNamespaces vpc;
    private final Path source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> used = new TreeMap<>();
    private final Set<Integer> existing = new TreeSet<>();
    private int newest = 1;
    private long fingerprint;

    /**
     * Begin of the last check that did not fail, as in {@link System#nanoTime}; null: there was
     * none.
     */
    private @Nullable Long checkedAt;

    /**
     * @param fingerprint of the source, taken before the VPC made its first copy
     */
    public EtcLayers(VpcNamespaces vpc, Path source, long fingerprint) {
        this.vpc = vpc;
        this.source = source;
        this.fingerprint = fingerprint;
    }

    /** Number of the layer for an instance that starts. */
    public int layerOf(String instanceId) throws IOException {
        long askedAt = System.nanoTime();
        lock.lock();
        try {
            Integer kept = used.get(instanceId);
            if (kept != null) {
                return kept;
            }
            // Instances that start together share a check, which costs some milliseconds.
            if (checkedAt == null || checkedAt - askedAt < 0) {
                copyIfChanged();
            }
            used.put(instanceId, newest);
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /** The instance's disk is gone. */
    public void release(String instanceId) {
        lock.lock();
        try {
            used.remove(instanceId);
        } finally {
            lock.unlock();
        }
    }

    private void copyIfChanged() throws IOException {
        long begin = System.nanoTime();
        // Before the copy: a change during it makes another one.
        long now = DirectoryFingerprint.of(source);
        if (now != fingerprint) {
            int next = newest + 1;
            vpc.runScript(
                    "copy of " + source,
                    "etc.sh",
                    vpc.directory().toString(),
                    Integer.toString(next),
                    source.toString());
            newest = next;
            fingerprint = now;
            existing.add(next);
            deleteUnused();
        }
        checkedAt = begin;
    }

    /** The first one stays: etc.sh reads the user of the home directory there. */
    private void deleteUnused() throws IOException {
        List<Integer> unused =
                existing.stream().filter(it -> it != newest && !used.containsValue(it)).toList();
        for (int layer : unused) {
            String directory = vpc.directory().resolve("etc").resolve("" + layer).toString();
            vpc.run("layer " + directory, List.of("rm", "-rf", directory));
            existing.remove(layer);
        }
    }
}
