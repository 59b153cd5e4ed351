package io.jobarrays.agent.server;

import io.jobarrays.agent.host.PowerSwitch;
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
 * Authentication headers of this machine: its token, renewed before expiry, and a signature by its
 * key. Powers the machine off when the server refuses it.
 */
public final class MachineCredentials {
    private static final Logger LOG = Logger.getLogger(MachineCredentials.class);

    private final MachineKey key;
    private final AgentEnrolment enrolment;
    private final Path tokenFile;
    private final Clock clock;
    private final PowerSwitch powerSwitch;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ServerToken current;
    private boolean tokenRejected;
    private boolean clockTrusted = true;

    public MachineCredentials(
            RootDirectory root,
            MachineKey key,
            AgentEnrolment enrolment,
            Clock clock,
            PowerSwitch powerSwitch) {
        this.key = key;
        this.enrolment = enrolment;
        this.tokenFile = root.stateFile("token");
        this.clock = clock;
        this.powerSwitch = powerSwitch;
    }

    /** Returns the two authentication headers; blocks until there is a token. */
    Map<String, String> headers(String method, String path) throws InterruptedException {
        String token = validToken().value();
        return Map.of(
                "Authorization",
                "Bearer " + token,
                "Spawn-Proof",
                key.sign(method + " " + path + "\n" + token));
    }

    /** Marks the token in {@code headers} as rejected; the next call renews it. */
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
            ServerToken token = current;
            if (token == null) {
                token = readStoredToken().orElse(null);
            }
            if (token == null
                    || tokenRejected
                    || (clockTrusted && token.isDueForRenewal(clock.instant()))) {
                token = requestToken(token);
                tokenRejected = false;
                // Due immediately: the clocks disagree, so only a rejection triggers renewal.
                clockTrusted = !token.isDueForRenewal(clock.instant());
                storeToken(token);
            }
            current = token;
            return token;
        } finally {
            lock.unlock();
        }
    }

    private ServerToken requestToken(@Nullable ServerToken last) throws InterruptedException {
        Optional<ServerToken> issued = last == null ? enrolment.enrol() : enrolment.renew(last);
        if (issued.isEmpty()) {
            LOG.error("the server refuses this machine: powering off");
            powerSwitch.powerOff();
        }
        return issued.orElseThrow();
    }

    private Optional<ServerToken> readStoredToken() {
        try {
            return ServerToken.read(tokenFile);
        } catch (IOException e) {
            LOG.warnf("cannot read %s: %s", tokenFile, e);
            return Optional.empty();
        }
    }

    /** On failure the next agent enrols again, which the server allows with the same key. */
    private void storeToken(ServerToken token) {
        try {
            token.write(tokenFile);
        } catch (IOException e) {
            LOG.errorf("cannot write the token to %s: %s", tokenFile, e);
        }
    }
}
