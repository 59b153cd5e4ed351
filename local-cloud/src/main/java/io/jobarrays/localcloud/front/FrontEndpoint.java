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

    /** Calls that the role of an instance permits. */
    private static final Pattern CALLS_PERMITTED_TO_ROLES =
            Pattern.compile("ssm:GetParameter\\w*|secretsmanager:GetSecretValue");

    private final SignatureVerifier signature;
    private final List<ServiceApi> apis;
    private final CallCounts calls;
    private final Function<HttpCall, HttpReply> controlApi;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private FrontEndpoint(
            HttpServer server,
            SignatureVerifier signature,
            List<ServiceApi> apis,
            CallCounts calls,
            Function<HttpCall, HttpReply> controlApi) {
        this.server = server;
        this.signature = signature;
        this.apis = apis;
        this.calls = calls;
        this.controlApi = controlApi;
    }

    /**
     * Binds a port on 127.0.0.1; requests are answered only after {@link #serve}.
     *
     * @param port 0 selects a free port
     */
    public static HttpServer bind(int port) throws IOException {
        return HttpServer.create(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
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
            CallCounts calls,
            Function<HttpCall, HttpReply> controlApi) {
        FrontEndpoint front = new FrontEndpoint(server, signature, apis, calls, controlApi);
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

    private HttpReply answer(HttpExchange exchange) throws IOException {
        String id = UUID.randomUUID().toString();
        ServiceApi api = apis.getLast();
        try {
            HttpCall request = HttpCall.read(exchange);
            api = apis.stream().filter(it -> it.speaks(request)).findFirst().orElse(api);
            return verifyAndAnswer(request, api, id).with("x-amzn-RequestId", id);
        } catch (AwsError e) {
            return api.refusal(e, id);
        } catch (RuntimeException | LinkageError e) {
            ConsoleLog.failure("request " + id + " to " + api.service() + " failed", e);
            return api.refusal(new AwsError(500, "InternalError", "An internal error: " + e), id);
        }
    }

    private HttpReply verifyAndAnswer(HttpCall request, ServiceApi api, String id) {
        boolean isControl = request.path().startsWith(CONTROL_PREFIX);
        String operation = isControl ? CONTROL_PREFIX : api.operation(request);
        try {
            SignatureVerifier.Caller caller = signature.verify(request, api.service());
            if (caller == SignatureVerifier.Caller.ROLE
                    && !isPermittedToRoles(api.service() + ":" + operation)) {
                throw new SignatureDenied(DenialReason.NOT_PERMITTED);
            }
        } catch (SignatureDenied e) {
            throw api.denial(e.denial());
        }
        if (isControl) {
            return controlApi.apply(request);
        }
        calls.count(api.service(), operation);
        return api.answer(request, id);
    }

    private static boolean isPermittedToRoles(String call) {
        return CALLS_PERMITTED_TO_ROLES.matcher(call).matches();
    }
}
