package io.jobarrays.server.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lookup by the resolver of the system, on threads of its own: the call cannot be interrupted, and
 * would hold one of the few threads that carry all virtual threads.
 */
final class SystemLookup implements HostLookup {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 64;

    private final ExecutorService threads = threads();

    @Override
    public List<InetAddress> addresses(String host) throws IOException, InterruptedException {
        try {
            Future<List<InetAddress>> lookup =
                    threads.submit(() -> List.of(InetAddress.getAllByName(host)));
            return lookup.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new IOException(
                    "the name was not looked up within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new IOException("the name has no address", e);
            }
            throw new IOException("the name cannot be looked up", e);
        }
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().name("notify-lookup-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
