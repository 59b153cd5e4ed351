package io.jobarrays.agent;

import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.contract.messages.AgentMessage.SessionTaken;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Session client that reads all output immediately. */
final class FakeSessionReader {
    private final Map<String, Long> read = new ConcurrentHashMap<>();

    SessionTaken read(SessionOutput output) {
        int bytes = Base64.getDecoder().decode(output.data()).length;
        return new SessionTaken(
                output.session(), read.merge(output.session(), (long) bytes, Long::sum));
    }
}
