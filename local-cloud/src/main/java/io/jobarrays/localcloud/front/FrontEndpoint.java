package io.jobarrays.localcloud.front;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.protocol.AwsError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;

/** HTTP endpoint of all services on one loopback port; dispatches by the request's protocol. */
public final class FrontEndpoint implements AutoCloseable {
    private static final String CONTROL_PREFIX = "/_local/";

    /** Connections not yet accepted; with the default of 50, many at once wait for seconds. */
    private static final int MAX_WAITING = 1024;

    /**
     * Memory for bodies above 16 KiB; the local cloud has a heap of 192 MiB, in scale mode more.
     */
    private static final int BODY_BYTES = 16 << 20;

    /** Calls that the role of an instance permits. */
    private static final Pattern CALLS_PERMITTED_TO_ROLES =
            Pattern.compile("ssm:GetParameter\\w*|secretsmanager:GetSecretValue|s3:\\w+");

    private final SignatureVerifier signature;
    private final List<ServiceApi> apis;
    private final CallGate gate;
    private final Function<HttpCall, HttpReply> controlApi;
    private final HttpServer server;
    private final BodyMemory bodies = new BodyMemory(BODY_BYTES);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private FrontEndpoint(
            HttpServer server,
            SignatureVerifier signature,
            List<ServiceApi> apis,
            CallGate gate,
            Function<HttpCall, HttpReply> controlApi) {
        this.server = server;
        this.signature = signature;
        this.apis = apis;
        this.gate = gate;
        this.controlApi = controlApi;
    }

    /**
     * Binds a port on 127.0.0.1; requests are answered only after {@link #serve}.
     *
     * @param port 0 selects a free port
     */
    public static HttpServer bind(int port) throws IOException {
        return HttpServer.create(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), MAX_WAITING);
    }

    /**
     * Starts to answer requests.
     *
     * @param apis tried in this order; the last one answers requests that match none
     * @param controlApi answers requests below {@code /_local/}
     */
    public static FrontEndpoint serve(
            HttpServer server,
            SignatureVerifier signature,
            List<ServiceApi> apis,
            CallGate gate,
            Function<HttpCall, HttpReply> controlApi) {
        FrontEndpoint front = new FrontEndpoint(server, signature, apis, gate, controlApi);
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
        // Ends the waits of slow answers.
        threads.shutdownNow();
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            CallAnswer answer = answer(exchange);
            answer.reply().send(exchange, answer.delivery());
        }
    }

    private CallAnswer answer(HttpExchange exchange) throws IOException {
        String id = UUID.randomUUID().toString();
        ServiceApi api = apis.getLast();
        try {
            // Path and headers tell most services, so that a refused body gets their form of error.
            HttpCall head = HttpCall.of(exchange);
            api = apiOf(head);
            head.queryParameters();
            if (api.streams()) {
                return streamed(exchange, head, api, id);
            }
            try (BodyMemory.Lease body = bodies.read(exchange.getRequestBody())) {
                HttpCall request = head.withBody(body.body());
                api = apiOf(request);
                SignatureVerifier.Caller caller = verify(request, api);
                return isControl(request.path())
                        ? whole(controlApi.apply(request))
                        : gate.answer(api, request, name(request, caller), id);
            }
        } catch (AwsError e) {
            return refusal(exchange, api, e, id);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            ConsoleLog.failure("request " + id + " to " + api.service() + " failed", e);
            return refusal(
                    exchange,
                    api,
                    new AwsError(500, "InternalError", "An internal error has occurred."),
                    id);
        }
    }

    /** Only a request with a valid signature is read. */
    private CallAnswer streamed(HttpExchange exchange, HttpCall head, ServiceApi api, String id)
            throws IOException {
        HttpCall request = head.withStream(exchange.getRequestBody());
        try {
            SignatureVerifier.Caller caller = verify(request, api);
            return gate.answer(api, request, name(request, caller), id);
        } finally {
            BodyMemory.discardRest(exchange.getRequestBody());
        }
    }

    private static CallAnswer refusal(
            HttpExchange exchange, ServiceApi api, AwsError error, String id) {
        return whole(
                isControl(exchange.getRequestURI().getRawPath())
                        ? HttpReply.control(error)
                        : api.refusal(error, id));
    }

    private static boolean isControl(String path) {
        return path.startsWith(CONTROL_PREFIX);
    }

    private ServiceApi apiOf(HttpCall request) {
        return AbsentApi.of(request, apis)
                .filter(absent -> !isControl(request.path()))
                .or(() -> apis.stream().filter(it -> it.speaks(request)).findFirst())
                .orElse(apis.getLast());
    }

    private SignatureVerifier.Caller verify(HttpCall request, ServiceApi api) {
        if (!api.isSigned(request) && !isControl(request.path())) {
            return SignatureVerifier.Caller.UNSIGNED;
        }
        try {
            SignatureVerifier.Caller caller = signature.verify(request, api.service());
            if (caller == SignatureVerifier.Caller.ROLE && !isPermittedToRoles(request, api)) {
                throw new SignatureDenied(DenialReason.NOT_PERMITTED);
            }
            return caller;
        } catch (SignatureDenied e) {
            throw api.denial(e.denial());
        }
    }

    private static String name(HttpCall request, SignatureVerifier.Caller caller) {
        String product = request.clientProduct();
        return caller == SignatureVerifier.Caller.ROLE ? "role:" + product : product;
    }

    private static CallAnswer whole(HttpReply reply) {
        return new CallAnswer(reply, Delivery.WHOLE, "OK");
    }

    /** Operations that are not implemented do nothing, and their answer says so. */
    private static boolean isPermittedToRoles(HttpCall request, ServiceApi api) {
        return !isControl(request.path())
                && api.operation(request)
                        .map(name -> api.service() + ":" + name)
                        .map(call -> CALLS_PERMITTED_TO_ROLES.matcher(call).matches())
                        .orElse(true);
    }
}
