package io.jobarrays.server.api.connect;

import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.SessionEnded;
import io.jobarrays.contract.AgentMessage.SessionOutput;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.agents.SessionRelay;
import io.jobarrays.server.agents.SessionRelays;
import io.jobarrays.server.arrays.members.SessionAudit;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.web.Problem;
import io.jobarrays.server.web.ProblemMapping;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The WebSocket {@code /api/v1/connect/{selector}}. It asks for the API's token as every other call
 * does. It is no endpoint of the framework's: that one has no way to hold a sender back.
 */
@ApplicationScoped
class ConnectRoute {
    private static final Logger LOG = Logger.getLogger(ConnectRoute.class);

    private final ConnectTarget hosts;
    private final SessionRelays sessions;
    private final SessionAudit visits;
    private final Vertx vertx;

    ConnectRoute(ConnectTarget hosts, SessionRelays sessions, SessionAudit visits, Vertx vertx) {
        this.hosts = hosts;
        this.sessions = sessions;
        this.visits = visits;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.get("/api/v1/connect/:selector").handler(this::connect);
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
        call.request()
                .toWebSocket()
                .onFailure(broken -> LOG.debugf("connect: no handshake: %s", broken.getMessage()))
                .onSuccess(
                        socket -> {
                            ClientConnection person = new ClientConnection(socket, vertx);
                            Thread.ofVirtual()
                                    .name("connect")
                                    .start(() -> receive(person, selector));
                        });
    }

    private void receive(ClientConnection person, String selector) {
        try {
            guided(person, selector);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            person.close();
        }
    }

    private void guided(ClientConnection person, String selector) throws InterruptedException {
        try {
            Assignment place = hosts.find(selector);
            Optional<String> first = person.next();
            if (first.isPresent()) {
                if (!(ClientMessage.parse(first.get()) instanceof ClientMessage.Open open)) {
                    throw new Refusal("connect: the first frame must be of type open");
                }
                visit(person, place, open);
            }
        } catch (RuntimeException e) {
            person.say(problem(e));
        }
    }

    private void visit(ClientConnection person, Assignment place, ClientMessage.Open open)
            throws InterruptedException {
        SessionRelay session =
                sessions.begin(place, open.command(), open.terminal(), open.columns(), open.rows());
        try {
            attend(person, place, open, session);
        } finally {
            // Whatever fails here, nobody's shell stays open.
            session.close();
        }
    }

    private void attend(
            ClientConnection person,
            Assignment place,
            ClientMessage.Open open,
            SessionRelay session)
            throws InterruptedException {
        visits.began(place.arrayId(), place.index(), open.command());
        Thread.ofVirtual().name("connect-input").start(() -> pass(person, session));
        FromAgent word = session.next();
        while (word instanceof SessionOutput output) {
            person.say(
                    new JsonObject()
                            .put("type", "output")
                            .put("stream", output.stream())
                            .put("data", output.data()));
            word = session.next();
        }
        if (word instanceof SessionEnded end) {
            visits.ended(place.arrayId(), place.index(), open.command(), end.exit(), end.problem());
            person.say(
                    new JsonObject()
                            .put("type", "ended")
                            .put("exit", end.exit())
                            .put("problem", end.problem()));
        }
    }

    /** What the person types, until the person goes. */
    private static void pass(ClientConnection person, SessionRelay session) {
        try {
            for (var frame = person.next(); frame.isPresent(); frame = person.next()) {
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
            sayLast(person, e);
        } finally {
            session.close();
        }
    }

    private static void sayLast(ClientConnection person, RuntimeException e) {
        try {
            person.say(problem(e));
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
