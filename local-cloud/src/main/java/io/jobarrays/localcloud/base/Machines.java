package io.jobarrays.localcloud.base;

import java.io.IOException;
import java.time.Duration;

/** Runs instances as process trees of this machine; one implementation per mode. */
public interface Machines extends AutoCloseable {

    /**
     * Boots an instance, on its existing disk if it ran before.
     *
     * @param booted called once, when the instance's init runs
     * @param ended called once, when the init ended: by a power-off inside or by a call
     * @throws IOException when the processes cannot be started; then neither callback is called
     */
    void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException;

    /**
     * Kills the processes and keeps the disk; returns immediately, {@code ended} reports the end.
     */
    void stop(String instanceId);

    /** Kills the processes, if any, and deletes the disk; returns immediately. */
    void terminate(String instanceId);

    /**
     * Suspends the processes with their memory and disconnects the network; returns when no process
     * runs.
     *
     * @throws IOException when they cannot be frozen
     */
    void freeze(MachineSpec spec) throws IOException;

    /** Resumes the processes of a frozen instance under the given public address. */
    void thaw(MachineSpec spec) throws IOException;

    /**
     * Disconnects a running instance from the network, or connects it; a start connects it too.
     *
     * @throws IOException in a mode where instances share the host's network
     */
    void setNetworkUp(String instanceId, boolean up) throws IOException;

    /**
     * Makes {@code /etc} of a running instance read-only, or writable again; its next boot finds it
     * writable.
     *
     * @throws IOException in a mode where instances share the host's files
     */
    default void setEtcWritable(String instanceId, boolean writable) throws IOException {
        throw new IOException("plain processes have no /etc of their own");
    }

    /**
     * Takes all free space from the disk of an instance, also of a stopped one, or returns it.
     *
     * @throws IOException in a mode where instances share the host's disk
     */
    default void setDiskFull(String instanceId, boolean full) throws IOException {
        throw new IOException("only instances in namespaces have disks of their own");
    }

    /**
     * Checks that a {@link MachineSpec} may have a clock offset.
     *
     * @throws IOException with the message for the user
     */
    default void requireClockOffset() throws IOException {
        throw new IOException("plain processes have the clock of this machine");
    }

    /**
     * Sets the clock of a running instance ahead, or behind with a negative offset.
     *
     * @throws IOException in a mode where the offset is set at boot only
     */
    default void setClockOffset(String instanceId, Duration offset) throws IOException {
        throw new IOException(
                "only in scale mode; elsewhere the fault clock-skew sets the clock of a new instance");
    }

    /** Console output of the instance; empty for an unknown instance. */
    String console(String instanceId);

    /** Mode in which instances run: {@code namespaces}, {@code process} or {@code scale}. */
    String mode();

    /** Ends every instance and deletes every disk. */
    @Override
    void close();
}
