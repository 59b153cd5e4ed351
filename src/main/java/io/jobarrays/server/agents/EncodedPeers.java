package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Peers of one generation as a frame that is the same for all agents; encoded when it is sent the
 * first time. Not for concurrent use.
 */
public final class EncodedPeers {
    private final int generation;
    private final Supplier<AgentMessage.Peers> message;
    private @Nullable String frame;

    public EncodedPeers(int generation, Supplier<AgentMessage.Peers> message) {
        this.generation = generation;
        this.message = message;
    }

    int generation() {
        return generation;
    }

    String frame() {
        String encoded = frame;
        if (encoded == null) {
            encoded = AgentFrames.write(message.get());
            frame = encoded;
        }
        return encoded;
    }
}
