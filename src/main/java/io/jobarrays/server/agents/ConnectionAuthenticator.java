package io.jobarrays.server.agents;

import io.jobarrays.server.agents.identity.AgentCredentials;
import io.jobarrays.server.agents.identity.AgentTokens;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;

/** Permits connections with the token of a live member and a signature of its key. */
@ApplicationScoped
public class ConnectionAuthenticator implements HttpUpgradeCheck {
    private static final int PERMITTED = 101;

    private final AgentTokens tokens;
    private final Vertx vertx;

    ConnectionAuthenticator(AgentTokens tokens, Vertx vertx) {
        this.tokens = tokens;
        this.vertx = vertx;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        AgentCredentials credentials = AgentCredentials.of(context.httpRequest());
        Callable<Integer> status = () -> status(credentials);
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(status, false).toCompletionStage())
                .map(
                        it ->
                                it == PERMITTED
                                        ? CheckResult.permitUpgradeSync()
                                        : CheckResult.rejectUpgradeSync(it));
    }

    /** A handshake that waited for a thread during a reload of dev mode finds other classes. */
    private int status(AgentCredentials credentials) {
        if (ConnectedAgents.isStopped()) {
            return 503;
        }
        return tokens.assignment(credentials).isPresent() ? PERMITTED : 401;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(AgentSocket.ENDPOINT);
    }
}
