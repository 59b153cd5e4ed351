package io.jobarrays.server.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Lookup of the addresses of a name. */
@FunctionalInterface
interface HostLookup {
    /**
     * @throws IOException when the name has no address, or no server answers in time
     */
    List<InetAddress> addresses(String host) throws IOException, InterruptedException;
}
