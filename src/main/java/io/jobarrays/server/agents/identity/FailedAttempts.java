package io.jobarrays.server.agents.identity;

import io.jobarrays.server.aws.TokenBucket;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits of calls that need the database and whose callers have not proved anything without it: 20
 * a second from an address, 200 in all. A caller that has proved to be a certain machine is limited
 * by itself, so that failures of others at its address do not hold it.
 */
@ApplicationScoped
public class FailedAttempts {
    private static final int PER_CALLER = 20;
    private static final int IN_ALL = 200;

    /** An address that is forgotten is one of {@link #IN_ALL} again. */
    private static final int MAX_CALLERS = 10_000;

    /** An IPv6 host has a network of its own. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Clock clock;
    private final TokenBucket all;
    private final LimitedCallers addresses = new LimitedCallers();
    private final LimitedCallers machines = new LimitedCallers();

    FailedAttempts(Clock clock) {
        this.clock = clock;
        this.all = new TokenBucket(IN_ALL, IN_ALL, clock.instant());
    }

    /** Buckets of the callers that called last. */
    private static final class LimitedCallers {
        private final ReentrantLock lock = new ReentrantLock();
        private final LinkedHashMap<String, TokenBucket> buckets =
                new LinkedHashMap<>(16, 0.75f, true);

        private boolean tryTake(String caller, Instant now) {
            lock.lock();
            try {
                TokenBucket bucket =
                        buckets.computeIfAbsent(
                                caller, key -> new TokenBucket(PER_CALLER, PER_CALLER, now));
                if (buckets.size() > MAX_CALLERS) {
                    buckets.pollFirstEntry();
                }
                return bucket.tryTake(now);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Admits a call before it reaches the database.
     *
     * @param machine instance that the caller has proved to be
     * @throws Refused 429 when there are too many
     */
    void admit(Optional<String> machine, String address) {
        Instant now = clock.instant();
        boolean admitted =
                machine.map(known -> machines.tryTake(known, now))
                        .orElseGet(
                                () -> addresses.tryTake(network(address), now) && all.tryTake(now));
        if (!admitted) {
            throw new Refused(
                    429,
                    "SPAWN-TOO-MANY-ATTEMPTS",
                    "%s has made more failed attempts than are answered; repeat the call in a second"
                            .formatted(machine.orElse(address)));
        }
    }

    /** Counts a failed attempt that needs no database. */
    void failed(String address) {
        admit(Optional.empty(), address);
    }

    private static String network(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address ipv6
                    ? HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), IPV6_NETWORK_BYTES))
                    : address;
        } catch (IllegalArgumentException unknown) {
            return address;
        }
    }
}
