package io.jobarrays.server.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.files.Logs;
import io.jobarrays.server.instances.Instances;
import io.jobarrays.server.instances.Place;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Event;
import java.util.Base64;
import org.jboss.logging.Logger;

/** One agent's connection; {@link AgentDoor} has let it in. */
@WebSocket(path = "/agents/connection")
public class AgentSocket {
    private static final Logger LOG = Logger.getLogger(AgentSocket.class);
    private static final TypedKey<Place> PLACE = new TypedKey<>("place");

    private final Agents agents;
    private final Tokens tokens;
    private final Instances instances;
    private final Logs logs;
    private final Event<AgentWord> words;

    AgentSocket(
            Agents agents, Tokens tokens, Instances instances, Logs logs, Event<AgentWord> words) {
        this.agents = agents;
        this.tokens = tokens;
        this.instances = instances;
        this.logs = logs;
        this.words = words;
    }

    @OnOpen
    @RunOnVirtualThread
    void opened(WebSocketConnection connection) {
        Place place = tokens.need(connection.handshakeRequest().header("Authorization"));
        connection.userData().put(PLACE, place);
        agents.opened(place, connection);
    }

    @OnTextMessage
    @RunOnVirtualThread
    void said(String frame, WebSocketConnection connection) throws JsonProcessingException {
        Place place = connection.userData().get(PLACE);
        if (place == null || !instances.holds(place)) {
            LOG.warnf("%s speaks after its end; not heard", place);
            connection.closeAndAwait();
            return;
        }
        agents.heard(place);
        Frames.read(frame)
                .ifPresent(
                        message -> {
                            if (message instanceof AgentMessage.Log log) {
                                agents.send(place, keep(place, log));
                            } else {
                                words.fire(new AgentWord(place, message));
                            }
                        });
    }

    @OnPongMessage
    void answered(Buffer payload, WebSocketConnection connection) {
        Place place = connection.userData().get(PLACE);
        if (place != null) {
            agents.heard(place);
        }
    }

    @OnClose
    @RunOnVirtualThread
    void closed(WebSocketConnection connection) {
        Place place = connection.userData().get(PLACE);
        if (place != null) {
            agents.closed(place, connection);
        }
    }

    private AgentMessage.LogStored keep(Place place, AgentMessage.Log log) {
        int attempt = attempt(log.work(), place.attempt());
        Logs.Held held =
                logs.append(
                        place.arrayId(),
                        place.index(),
                        attempt,
                        log.offset(),
                        Base64.getDecoder().decode(log.data()));
        return new AgentMessage.LogStored(log.work(), held.offset());
    }

    /** The last part of a work id; a kept machine may be on a later attempt than at its launch. */
    private static int attempt(String work, int otherwise) {
        String last = work.substring(work.lastIndexOf('/') + 1);
        return last.matches("\\d{1,9}") ? Integer.parseInt(last) : otherwise;
    }
}
