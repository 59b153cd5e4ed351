package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services of members, reached through the control plane. */
@ExtendWith(SharedControlPlane.class)
class ForwardIT {
    /** Sends back what it gets, in capitals; listens on the member's private address only. */
    private static final String SERVICE =
            """
            import socket
            server = socket.create_server((socket.gethostbyname(socket.gethostname()), 8265))
            while True:
                client, _ = server.accept()
                data = client.makefile("rb").read()
                client.sendall(data.upper())
                client.close()
            """;

    @Test
    void connectionsReachAServiceOfTheMember(TestControlPlane plane) throws Exception {
        // More than the window of a session.
        String question = "a question ".repeat(100_000);
        try (TestArray _ =
                        TestArray.launch(
                                plane,
                                "service",
                                2,
                                "--command",
                                "exec python3 -c '%s'".formatted(SERVICE));
                ForwardedMember member = ForwardedMember.open(plane, "service-1", 8265)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> ask(member, "up?").equals("UP?"));

            assertThat(ask(member, question)).isEqualTo(question.toUpperCase(Locale.ROOT));
        }
    }

    private static String ask(ForwardedMember member, String question) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), member.port())) {
            Thread.ofVirtual().start(() -> send(socket, question));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String question) {
        try {
            socket.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
        } catch (IOException e) {
            // Nothing listens yet.
        }
    }
}
