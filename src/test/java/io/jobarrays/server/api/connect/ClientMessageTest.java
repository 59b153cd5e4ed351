package io.jobarrays.server.api.connect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {
    @ParameterizedTest
    @ValueSource(strings = {"{\"1A\":\"x\"}", "{\"JOB_ARRAY_INDEX\":\"7\"}", "{\"A\":\"\\u0000\"}"})
    void refusesVariablesThatNoProgramCanGet(String variables) {
        assertThatThrownBy(
                        () ->
                                ClientMessage.parse(
                                        "{\"type\":\"open\",\"env\":%s}".formatted(variables)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("env: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void refusesANumberThatIsNoPort(int port) {
        assertThatThrownBy(
                        () ->
                                ClientMessage.parse(
                                        "{\"type\":\"open\",\"port\":%d}".formatted(port)))
                .hasMessage("connect: %d is no TCP port; ports are 1 to 65535".formatted(port));
    }

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
