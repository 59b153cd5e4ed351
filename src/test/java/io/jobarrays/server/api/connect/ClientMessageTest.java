package io.jobarrays.server.api.connect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import org.junit.jupiter.api.Test;

class ClientMessageTest {
    @Test
    void refusesACommandThatNoProgramCanReceive() {
        assertThatThrownBy(
                        () -> ClientMessage.parse("{\"type\":\"open\",\"command\":\"a\\u0000\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("connect: the command: character 2 (U+0000) is NUL");
        assertThatThrownBy(
                        () ->
                                ClientMessage.parse(
                                        "{\"type\":\"open\",\"command\":\"%s\"}"
                                                .formatted("x".repeat(131_072))))
                .hasMessageContaining("send it as input of a shell");
    }
}
