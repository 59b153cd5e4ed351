package io.jobarrays.localcloud.front;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobarrays.localcloud.Log;
import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.protocol.AwsError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The endpoint of all services: one port on the loopback, told apart by what a request speaks. */
public final class Front implements AutoCloseable {
    private static final String OWN = "/_local/";

    private final Calls calls = new Calls();
    private final List<Api> apis;
    private final Signature signature;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Front(List<Api> apis, Signature signature, HttpServer server) {
        this.apis = apis;
        this.signature = signature;
        this.server = server;
    }

    /**
     * Listens on 127.0.0.1.
     *
     * @param port 0 for any free one
     * @param apis tried in this order; the last takes what no other speaks
     */
    public static Front listen(int port, AccessKey key, String region, List<Api> apis, Clock clock)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        HttpServer server = HttpServer.create(address, 0);
        Front front = new Front(apis, new Signature(key, region, clock), server);
        server.createContext("/", front::handle);
        server.setExecutor(front.threads);
        server.start();
        return front;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange).send(exchange);
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        String id = UUID.randomUUID().toString();
        Api api = apis.getLast();
        try {
            Request request = Request.read(exchange);
            api = apis.stream().filter(it -> it.speaks(request)).findFirst().orElse(api);
            return verified(request, api, id).with("x-amzn-RequestId", id);
        } catch (AwsError e) {
            return api.refusal(e, id);
        } catch (RuntimeException | LinkageError e) {
            Log.failure("request " + id + " to " + api.service() + " failed", e);
            return api.refusal(new AwsError(500, "InternalError", "An internal error: " + e), id);
        }
    }

    /** Where rate limits and faults will stand: between knowing the operation and doing it. */
    private Reply verified(Request request, Api api, String id) {
        boolean own = request.path().startsWith(OWN);
        try {
            signature.verify(request, api.service());
        } catch (Denied e) {
            throw api.denial(e.denial());
        }
        if (own) {
            return own(request);
        }
        calls.count(api.service(), api.operation(request));
        return api.answer(request, id);
    }

    private Reply own(Request request) {
        if (request.method().equals("GET") && request.path().equals(OWN + "calls")) {
            return Reply.json(200, "application/json", calls.json());
        }
        throw AwsError.notImplemented(request.method() + " " + request.path());
    }
}
