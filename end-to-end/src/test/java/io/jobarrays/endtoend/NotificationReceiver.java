package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receiver of notifications on loopback; answers 503 until it is to take them. */
final class NotificationReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile boolean takes;

    /** One attempt to deliver. */
    record Request(String id, String type, boolean taken) {}

    NotificationReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    void take() {
        takes = true;
    }

    /** Ids of the notifications of one type that were refused or taken, one for each attempt. */
    List<String> ids(String type, boolean taken) {
        return requests.stream()
                .filter(it -> it.type().equals(type) && it.taken() == taken)
                .map(Request::id)
                .toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean taken = takes;
            String type =
                    new ObjectMapper().readTree(exchange.getRequestBody()).path("type").asText();
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            exchange.sendResponseHeaders(taken ? 204 : 503, -1);
            requests.add(new Request(id, type, taken));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
