package io.jobarrays.localcloud.machines.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What instances in scale mode need of this host, and what it has.
 *
 * @param maxOpenFiles limit of one process
 * @param freeBytes of the disk with the instances' directories
 */
public record ScaleLimits(long maxOpenFiles, long freeBytes) {
    /** More agents in one process would wait for each other's garbage collections. */
    private static final int MAX_AGENTS_PER_HOST = 4_000;

    private static final int MIN_AGENTS_PER_HOST = 100;

    /** Connection to the control plane, and the lock of the agent. */
    private static final int FILES_PER_AGENT = 2;

    /** Jars, pooled HTTP connections, files that are being written. */
    private static final int FILES_PER_HOST = 1_000;

    /** About forty small files, each in a block of its own. */
    private static final long BYTES_PER_INSTANCE = 200 << 10;

    private static final Pattern OPEN_FILES = Pattern.compile("Max open files +\\d+ +(\\d+)");

    /** Reads the limits of this process, which its children inherit. */
    public static ScaleLimits of(Path directory) throws IOException {
        Matcher hard = OPEN_FILES.matcher(Files.readString(Path.of("/proc/self/limits")));
        return new ScaleLimits(
                hard.find() ? Long.parseLong(hard.group(1)) : Long.MAX_VALUE,
                Files.getFileStore(directory).getUsableSpace());
    }

    int agentsPerHost() {
        return (int)
                Math.min(MAX_AGENTS_PER_HOST, (maxOpenFiles - FILES_PER_HOST) / FILES_PER_AGENT);
    }

    /** Number of instances, at most {@code wanted}, that disk and open files suffice for. */
    public int maxInstances(int wanted) {
        long files = maxOpenFiles - FILES_PER_HOST;
        return Math.clamp(Math.min(files, freeBytes / BYTES_PER_INSTANCE), 1, wanted);
    }

    /**
     * Need and supply in one sentence.
     *
     * @param instances number of instances to run
     * @throws IOException when the host has too little
     */
    public String check(int instances) throws IOException {
        if (agentsPerHost() < MIN_AGENTS_PER_HOST) {
            throw new IOException(
                    "scale mode needs at least %d open files for a process and the limit is %d: raise it with ulimit -n"
                            .formatted(
                                    MIN_AGENTS_PER_HOST * FILES_PER_AGENT + FILES_PER_HOST,
                                    maxOpenFiles));
        }
        int agents = Math.min(instances, agentsPerHost());
        return "scale mode: %d instances take %d processes with up to %d open files each, %d in the control plane (limit %d), and %d MiB of disk (%d MiB are free)%s"
                .formatted(
                        instances,
                        Math.ceilDiv(instances, agentsPerHost()),
                        agents * FILES_PER_AGENT + FILES_PER_HOST,
                        instances + FILES_PER_HOST,
                        maxOpenFiles,
                        (instances * BYTES_PER_INSTANCE) >> 20,
                        freeBytes >> 20,
                        shortage(instances));
    }

    private String shortage(int instances) {
        if (instances * BYTES_PER_INSTANCE > freeBytes) {
            return "; warning: the disk suffices for %d instances"
                    .formatted(freeBytes / BYTES_PER_INSTANCE);
        }
        if (instances + FILES_PER_HOST > maxOpenFiles) {
            return "; warning: the open files suffice for %d instances"
                    .formatted(maxOpenFiles - FILES_PER_HOST);
        }
        return "";
    }
}
