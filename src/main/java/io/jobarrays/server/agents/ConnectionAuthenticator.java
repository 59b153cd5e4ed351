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
    private final AgentTokens tokens;
    private final Vertx vertx;

    ConnectionAuthenticator(AgentTokens tokens, Vertx vertx) {
        this.tokens = tokens;
        this.vertx = vertx;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        AgentCredentials credentials = AgentCredentials.of(context.httpRequest());
        Callable<Boolean> authentic = () -> tokens.assignment(credentials).isPresent();
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(authentic, false).toCompletionStage())
                .map(
                        permitted ->
                                permitted
                                        ? CheckResult.permitUpgradeSync()
                                        : CheckResult.rejectUpgradeSync(401));
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(AgentSocket.ENDPOINT);
    }
}
