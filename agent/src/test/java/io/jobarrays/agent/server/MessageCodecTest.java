package io.jobarrays.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.Work;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private final MessageCodec codec = new MessageCodec();

    @Test
    void writesTypeFirstAndSnakeCaseNames() {
        assertThat(codec.write(new Hello("1", null, "idle", 4, "b")))
                .isEqualTo(
                        "{\"type\":\"hello\",\"version\":\"1\",\"work\":null,\"phase\":\"idle\",\"peers_generation\":4,\"boot\":\"b\"}");
    }

    @Test
    void ignoresUnknownFieldsAndReadsMissingListsAsEmpty() {
        Object read =
                codec.read(
                        "{\"type\":\"work\",\"id\":\"w\",\"attempt\":2,\"size\":8,\"command\":\"true\",\"tomorrow\":{}}");

        assertThat(read).isEqualTo(Work.of("w", 2, 8).command("true").build());
    }

    @Test
    void refusesUnknownTypesAndInvalidJson() {
        assertThatThrownBy(() -> codec.read("{\"type\":\"tea\"}")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> codec.read("{")).isInstanceOf(Refusal.class);
    }
}
