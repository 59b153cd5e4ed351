package io.jobarrays.agent.idle;

import java.io.IOException;

/** Reads the load counters of this machine. */
public interface LoadReader {
    LoadCounters read() throws IOException, InterruptedException;
}
