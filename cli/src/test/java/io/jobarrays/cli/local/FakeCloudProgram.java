package io.jobarrays.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** Stands for the local cloud as a process: it says where it is and waits for its end. */
final class FakeCloudProgram {
    private FakeCloudProgram() {}

    public static void main(String... args) throws IOException {
        List<String> given = List.of(args);
        System.out.println(given);
        Path state = Path.of(after(given, "--state"));
        int port = Integer.parseInt(after(given, "--port"));
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Path file = state.resolve("cloud.json");
            FakeServerProgram.write(
                    file,
                    """
                    {"endpoint":"http://127.0.0.1:%d","dns":"127.0.0.1:%s","region":"us-east-1",
                     "access_key_id":"AKID","secret_access_key":"it's $ecret",
                     "identity_certificate":"/i.pem","public_url":"http://169.254.169.252",
                     "mode":"%s","pid":%d}"""
                            .formatted(
                                    port,
                                    after(given, "--dns-port"),
                                    given.contains("--scale") ? "scale" : "namespaces",
                                    ProcessHandle.current().pid()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> file.toFile().delete()));
            socket.accept();
        }
    }

    private static String after(List<String> args, String flag) {
        return args.get(args.indexOf(flag) + 1);
    }
}
