package io.jobarrays.agent.server;

import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What this machine shows at every call: its token, renewed in time, and the proof that the token
 * is its own. A machine the server refuses is turned off here.
 */
public final class MachineCredentials {
    private static final Logger LOG = Logger.getLogger(MachineCredentials.class);

    private final MachineKey key;
    private final AgentEnrolment enrolment;
    private final Path tokenFile;
    private final Clock clock;
    private final AgentPowerSwitch powerSwitch;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ServerToken current;
    private boolean tokenRejected;
    private boolean clockTrusted = true;

    public MachineCredentials(
            RootDirectory root,
            MachineKey key,
            AgentEnrolment enrolment,
            Clock clock,
            AgentPowerSwitch power) {
        this.key = key;
        this.enrolment = enrolment;
        this.tokenFile = root.stateFile("token");
        this.clock = clock;
        this.powerSwitch = power;
    }

    /**
     * The two headers by which the server knows this machine; waits for a token as long as needed.
     */
    Map<String, String> headers(String method, String path) throws InterruptedException {
        String token = validToken().value();
        return Map.of(
                "Authorization",
                "Bearer " + token,
                "Spawn-Proof",
                key.sign(method + " " + path + "\n" + token));
    }

    /**
     * The server does not know what {@link #headers} has made: the token is renewed before the
     * next.
     */
    void tokenRejected(Map<String, String> headers) {
        lock.lock();
        try {
            if (current != null
                    && ("Bearer " + current.value()).equals(headers.get("Authorization"))) {
                tokenRejected = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private ServerToken validToken() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            ServerToken held = current;
            if (held == null) {
                held = readStoredToken().orElse(null);
            }
            if (held == null
                    || tokenRejected
                    || (clockTrusted && held.isDueForRenewal(clock.instant()))) {
                held = requestToken(held != null);
                tokenRejected = false;
                // Due at once: the clocks disagree, and only the server can tell when it is time.
                clockTrusted = !held.isDueForRenewal(clock.instant());
                storeToken(held);
            }
            current = held;
            return held;
        } finally {
            lock.unlock();
        }
    }

    private ServerToken requestToken(boolean known) throws InterruptedException {
        Optional<ServerToken> given = known ? enrolment.renew() : enrolment.enrol();
        if (given.isEmpty()) {
            LOG.error("the server refuses this machine: it ends now");
            powerSwitch.powerOff();
        }
        return given.orElseThrow();
    }

    private Optional<ServerToken> readStoredToken() {
        try {
            return ServerToken.read(tokenFile);
        } catch (IOException e) {
            LOG.warnf("cannot read %s: %s", tokenFile, e);
            return Optional.empty();
        }
    }

    /** Without it on the disk the next agent enrols again, which the same key may. */
    private void storeToken(ServerToken token) {
        try {
            token.write(tokenFile);
        } catch (IOException e) {
            LOG.errorf("cannot keep the token in %s: %s", tokenFile, e);
        }
    }
}
