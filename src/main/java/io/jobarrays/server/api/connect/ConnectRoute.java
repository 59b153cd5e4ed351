package io.jobarrays.server.api.connect;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.SessionEnded;
import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.server.ServerStopping;
import io.jobarrays.server.agents.SessionRelay;
import io.jobarrays.server.agents.SessionRelays;
import io.jobarrays.server.agents.SessionRequest;
import io.jobarrays.server.arrays.members.SessionAudit;
import io.jobarrays.server.caller.Caller;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.web.Problem;
import io.jobarrays.server.web.ProblemMapping;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Route of the WebSocket {@code /api/v1/connect/{selector}}; the token filter protects it. It does
 * not use the framework's WebSocket endpoints, which cannot pause a sender.
 */
@ApplicationScoped
class ConnectRoute {
    private static final Logger LOG = Logger.getLogger(ConnectRoute.class);

    private final ConnectTarget targets;
    private final SessionRelays sessions;
    private final SessionAudit audit;
    private final Vertx vertx;
    private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();

    ConnectRoute(ConnectTarget targets, SessionRelays sessions, SessionAudit audit, Vertx vertx) {
        this.targets = targets;
        this.sessions = sessions;
        this.audit = audit;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.get("/api/v1/connect/:selector").handler(this::connect);
    }

    /** Priority: before the agents' connections, whose end would end the sessions. */
    void stop(@Observes @Priority(1) ServerStopping event) {
        clients.forEach(ClientConnection::closeForRestart);
    }

    private void connect(RoutingContext call) {
        String selector = call.pathParam("selector");
        if (!"websocket".equalsIgnoreCase(call.request().getHeader("Upgrade"))) {
            Problem problem =
                    Problem.of(426, "SPAWN-NO-WEBSOCKET", "connect is a WebSocket; upgrade to it");
            call.response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end(problem.json());
            return;
        }
        @Nullable Caller caller = call.get(Caller.class.getName());
        call.request()
                .toWebSocket()
                .onFailure(broken -> LOG.debugf("connect: no handshake: %s", broken.getMessage()))
                .onSuccess(
                        socket -> {
                            ClientConnection client = new ClientConnection(socket, vertx);
                            Thread.ofVirtual()
                                    .name("connect")
                                    .start(() -> serve(client, selector, caller));
                        });
    }

    private void serve(ClientConnection client, String selector, @Nullable Caller caller) {
        try {
            if (caller != null) {
                caller.enter();
            }
            clients.add(client);
            openSession(client, selector);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
            client.close();
        }
    }

    private void openSession(ClientConnection client, String selector) throws InterruptedException {
        try {
            Assignment assignment = targets.find(selector);
            Optional<String> first = client.next();
            if (first.isPresent()) {
                if (!(ClientMessage.parse(first.get()) instanceof ClientMessage.Open open)) {
                    throw new Refusal("connect: the first frame must be of type open");
                }
                runSession(client, assignment, open.request());
            }
        } catch (RuntimeException e) {
            client.send(problem(e));
        }
    }

    private void runSession(ClientConnection client, Assignment assignment, SessionRequest request)
            throws InterruptedException {
        SessionRelay session = sessions.begin(assignment, request);
        try {
            audit.began(assignment.arrayId(), assignment.index(), request);
            relayOutput(client, assignment, request, session);
        } finally {
            // A failure must not leave the shell running.
            session.close();
        }
    }

    private void relayOutput(
            ClientConnection client,
            Assignment assignment,
            SessionRequest request,
            SessionRelay session)
            throws InterruptedException {
        Thread.ofVirtual().name("connect-input").start(() -> relayInput(client, session));
        FromAgent message = session.next();
        while (message instanceof SessionOutput output) {
            client.send(
                    new JsonObject()
                            .put("type", "output")
                            .put("stream", output.stream())
                            .put("data", output.data()));
            message = session.next();
        }
        if (message instanceof SessionEnded end) {
            audit.ended(
                    assignment.arrayId(), assignment.index(), request, end.exit(), end.problem());
            client.send(
                    new JsonObject()
                            .put("type", "ended")
                            .put("exit", end.exit())
                            .put("problem", end.problem()));
        }
    }

    /** Passes the client's input to the member until the client disconnects. */
    private static void relayInput(ClientConnection client, SessionRelay session) {
        try {
            for (var frame = client.next(); frame.isPresent(); frame = client.next()) {
                switch (ClientMessage.parse(frame.get())) {
                    case ClientMessage.Input(String data) -> session.input(data, false);
                    case ClientMessage.End() -> session.input("", true);
                    case ClientMessage.Resize(int columns, int rows) ->
                            session.resize(columns, rows);
                    case ClientMessage.Open open ->
                            throw new Refusal("connect: it is open already");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            sendProblem(client, e);
        } finally {
            session.close();
        }
    }

    private static void sendProblem(ClientConnection client, RuntimeException e) {
        try {
            client.send(problem(e));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonObject problem(RuntimeException e) {
        return new JsonObject()
                .put("type", "problem")
                .put("document", new JsonObject(ProblemMapping.of(e).json()));
    }
}
