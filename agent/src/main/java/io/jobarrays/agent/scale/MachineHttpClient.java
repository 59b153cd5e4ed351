package io.jobarrays.agent.scale;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * HTTP client of one machine: the client that all machines share, through the machine's network.
 */
final class MachineHttpClient extends HttpClient {
    private final HttpClient shared;
    private final LinkLocalRoutes routes;
    private final NetworkSwitch network;

    MachineHttpClient(HttpClient shared, LinkLocalRoutes routes, NetworkSwitch network) {
        this.shared = shared;
        this.routes = routes;
        this.network = network;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return shared.send(routed(request), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler) {
        try {
            return shared.sendAsync(routed(request), handler);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return new MachineWebSocketBuilder(shared.newWebSocketBuilder(), this::route, network);
    }

    private HttpRequest routed(HttpRequest request) throws IOException {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .uri(route(request.uri()))
                .build();
    }

    private URI route(URI uri) throws IOException {
        network.requireConnected();
        return routes.route(uri);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return shared.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return shared.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return shared.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return shared.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return shared.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return shared.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return shared.authenticator();
    }

    @Override
    public Version version() {
        return shared.version();
    }

    @Override
    public Optional<Executor> executor() {
        return shared.executor();
    }
}
