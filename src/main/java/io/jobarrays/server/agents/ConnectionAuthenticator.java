package io.jobarrays.server.agents;

import io.jobarrays.server.agents.identity.AgentAuthentication;
import io.jobarrays.server.agents.identity.AgentCredentials;
import io.jobarrays.server.agents.identity.AgentTokens;
import io.jobarrays.server.problems.Refused;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Permits connections with the token of a live member and a signature of its key. */
@ApplicationScoped
public class ConnectionAuthenticator implements HttpUpgradeCheck {
    private static final int PERMITTED = 101;
    private static final int UNAVAILABLE = 503;

    /** As many agents as connect at the same time after a restart; others connect again later. */
    private static final int MAX_WAITING = 4096;

    private final AgentTokens tokens;
    private final AgentAuthentication authentication;
    private final Vertx vertx;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    ConnectionAuthenticator(AgentTokens tokens, AgentAuthentication authentication, Vertx vertx) {
        this.tokens = tokens;
        this.authentication = authentication;
        this.vertx = vertx;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        try {
            authentication.admit(context.httpRequest());
        } catch (Refused refused) {
            return CheckResult.rejectUpgrade(refused.status());
        }
        if (!waiting.tryAcquire()) {
            return CheckResult.rejectUpgrade(UNAVAILABLE);
        }
        AgentCredentials credentials = AgentCredentials.of(context.httpRequest());
        Callable<Integer> status = () -> status(credentials);
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(status, false).toCompletionStage())
                .onTermination()
                .invoke(() -> waiting.release())
                .map(
                        it ->
                                it == PERMITTED
                                        ? CheckResult.permitUpgradeSync()
                                        : CheckResult.rejectUpgradeSync(it));
    }

    /** A handshake that waited for a thread during a reload of dev mode finds other classes. */
    private int status(AgentCredentials credentials) {
        if (ConnectedAgents.isStopped()) {
            return UNAVAILABLE;
        }
        return tokens.assignment(credentials).isPresent() ? PERMITTED : 401;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(AgentSocket.ENDPOINT);
    }
}
