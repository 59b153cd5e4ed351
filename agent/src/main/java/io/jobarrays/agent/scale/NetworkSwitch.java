package io.jobarrays.agent.scale;

import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;

/** Switch between a machine and the network. */
final class NetworkSwitch {
    private volatile CompletableFuture<Void> connected = CompletableFuture.completedFuture(null);

    synchronized void set(boolean up) {
        if (up) {
            connected.complete(null);
        } else if (connected.isDone()) {
            connected = new CompletableFuture<>();
        }
    }

    /** Completed while the machine is connected, otherwise when it will be. */
    CompletableFuture<Void> connected() {
        return connected;
    }

    void requireConnected() throws ConnectException {
        if (!connected.isDone()) {
            throw new ConnectException("Network is unreachable");
        }
    }
}
