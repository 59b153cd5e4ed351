package io.jobarrays.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.cli.CommandResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** connect --forward: a command runs while ports of this machine are those of the member. */
class PortForwarderTest extends ConnectFixture {
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());

    @Test
    void eachConnectionReachesThePortOfTheMember() throws IOException {
        int one = freePort();
        int two = freePort();

        CommandResult typed =
                connect(
                        talk -> {
                            if (isPort()) {
                                talk.write("out", "you said " + talk.typed()).end("EXIT_0");
                            } else {
                                answers.add(ask(one, "first"));
                                answers.add(ask(one, "second"));
                                answers.add(ask(two, "third"));
                                talk.end("EXIT_0");
                            }
                        },
                        "compute-0",
                        "--forward",
                        one + ":8265",
                        "--forward",
                        two + ":8787",
                        "--",
                        "true");

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(answers).containsExactly("you said first", "you said second", "you said third");
        assertThat(typed.err())
                .contains("127.0.0.1:%d is port 8265 of compute-0".formatted(one))
                .contains("127.0.0.1:%d is port 8787 of compute-0".formatted(two));
        assertThat(opened)
                .extracting(frame -> frame.number("port").map(String::valueOf).orElse("none"))
                .containsExactly("none", "8265", "8265", "8787");
    }

    @Test
    void portWithoutServiceClosesTheConnectionAndIsNamedOnce() throws IOException {
        int port = freePort();

        CommandResult typed =
                connect(
                        talk -> {
                            if (isPort()) {
                                talk.say(
                                        "{\"type\":\"ended\",\"exit\":\"NOT_STARTED\",\"problem\":\"nothing listens on port 8265 of the machine\"}");
                            } else {
                                answers.add(ask(port, "a"));
                                answers.add(ask(port, "b"));
                                talk.end("EXIT_0");
                            }
                        },
                        "compute-0",
                        "--forward",
                        port + ":8265",
                        "--",
                        "true");

        assertThat(answers).containsExactly("", "");
        assertThat(typed.err().lines())
                .filteredOn(line -> line.contains("nothing listens"))
                .containsExactly(
                        "spawn: port 8265 of compute-0: nothing listens on port 8265 of the machine");
    }

    @Test
    void portInUseIsRefused() throws IOException {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandResult typed =
                    connect(
                            ConnectFixture::ignore,
                            "compute-0",
                            "--forward",
                            used.getLocalPort() + ":80",
                            "--",
                            "true");

            assertThat(typed.exitCode()).isEqualTo(1);
            assertThat(typed.err())
                    .contains("--forward: port %d of this machine".formatted(used.getLocalPort()))
                    .contains("--forward 0:80");
            assertThat(opened).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"8265:8266,8265,8266", "8265,8265,8265", "0:22,0,22"})
    void readsPorts(String typed, int local, int remote) {
        assertThat(ForwardedPort.parse(typed)).isEqualTo(new ForwardedPort(local, remote));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "a:b", "80:", ":80", "1:2:3", "0", "80:0", "65536", "-1:80"})
    void refusesWhatIsNoPort(String typed) {
        assertThatThrownBy(() -> ForwardedPort.parse(typed))
                .hasMessageContaining("\"%s\" is no pair of ports".formatted(typed));
    }

    private boolean isPort() {
        return opened.size() > 1;
    }

    private static String ask(int port, String question) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException reset) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
