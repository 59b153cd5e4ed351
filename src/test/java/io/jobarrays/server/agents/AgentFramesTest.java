package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jobarrays.contract.messages.AgentMessage;
import org.junit.jupiter.api.Test;

class AgentFramesTest {
    @Test
    void replacesNulThatTheDatabaseCannotStore() throws JsonProcessingException {
        assertThat(AgentFrames.read("{\"type\":\"note\",\"text\":\"a\\u0000b\"}"))
                .contains(new AgentMessage.Note("a\uFFFDb"));
    }
}
