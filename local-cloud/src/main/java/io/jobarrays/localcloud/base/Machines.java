package io.jobarrays.localcloud.base;

import java.io.IOException;

/** Runs instances as process trees of this machine; one implementation for each mode. */
public interface Machines extends AutoCloseable {

    /**
     * Boots an instance, on the disk it left behind if it ran before.
     *
     * @param booted called once, when its init runs
     * @param ended called once, when its init ended: by itself (power-off inside) or by us
     * @throws IOException when the processes could not be started; neither callback is called then
     */
    void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException;

    /** Ends the processes and keeps the disk; returns at once, the end is told by {@code ended}. */
    void stop(String instanceId);

    /** Ends the processes, if there are any, and drops the disk; returns at once. */
    void terminate(String instanceId);

    /**
     * Stops the processes where they stand, memory intact, and takes the network away; returns when
     * nothing runs any more.
     *
     * @throws IOException when they cannot be frozen
     */
    void freeze(MachineSpec spec) throws IOException;

    /** Lets the processes of a frozen instance go on, under the public address given. */
    void thaw(MachineSpec spec) throws IOException;

    /**
     * Cuts a running instance off, or connects it again; its next start connects it too.
     *
     * @throws IOException when instances have no network of their own here
     */
    void setNetworkUp(String instanceId, boolean up) throws IOException;

    /** What the instance wrote on its console, empty when nothing is known of it. */
    String console(String instanceId);

    /** How instances run here: {@code namespaces} or {@code process}. */
    String mode();

    /** Ends every instance and drops every disk. */
    @Override
    void close();
}
