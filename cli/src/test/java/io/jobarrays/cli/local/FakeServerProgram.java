package io.jobarrays.cli.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Stands for the control plane as a process: ready, guarded by its token, with some arrays. */
final class FakeServerProgram {
    private FakeServerProgram() {}

    public static void main(String... args) throws IOException {
        Path state = Path.of(System.getenv("SPAWN_STATE_DIR"));
        System.out.println(
                "cloud %s and %s, option %s"
                        .formatted(
                                System.getenv("QUARKUS_EC2_ENDPOINT_OVERRIDE"),
                                System.getenv("SPAWN_CLOCK_FILE"),
                                System.getProperty("user.option")));
        if (Files.exists(state.resolve("fail"))) {
            System.err.println("the database does not start");
            System.exit(3);
        }
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(System.getenv("QUARKUS_HTTP_HOST"), port), 0);
        server.createContext("/q/health/ready", it -> ready(it, state));
        server.createContext("/api/v1/arrays", it -> arrays(it, state));
        server.start();
        Files.writeString(state.resolve("token"), "token-of-this-user\n");
        Path file = state.resolve("server.json");
        write(
                file,
                "{\"url\":\"http://127.0.0.1:%d\",\"pid\":%d,\"version\":\"1\"}"
                        .formatted(port, ProcessHandle.current().pid()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> file.toFile().delete()));
    }

    static void write(Path file, String text) throws IOException {
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(made, text);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Not ready for one answer, when a file has that answer. */
    private static void ready(HttpExchange exchange, Path state) throws IOException {
        Path file = state.resolve("not-ready.json");
        if (Files.exists(file)) {
            String answer = Files.readString(file);
            Files.delete(file);
            answer(exchange, 503, answer);
        } else {
            answer(exchange, 200, "{}");
        }
    }

    private static void arrays(HttpExchange exchange, Path state) throws IOException {
        boolean known =
                "Bearer token-of-this-user"
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Path arrays = state.resolve("arrays.json");
        answer(
                exchange,
                known ? 200 : 401,
                !known
                        ? "{\"detail\":\"wrong token\"}"
                        : Files.exists(arrays) ? Files.readString(arrays) : "[]");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
