package io.jobarrays.server.notify;

import io.jobarrays.server.net.NotifyTarget;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP client that connects to the address it is given, whatever the name in the URL resolves to by
 * then; the certificate must be of that name. It follows no redirect and reads no body.
 */
@ApplicationScoped
class WebhookClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient client;

    @Inject
    WebhookClient(Vertx vertx) {
        this(vertx, new HttpClientOptions());
    }

    WebhookClient(Vertx vertx, HttpClientOptions options) {
        client =
                vertx.createHttpClient(
                        options.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                                .setKeepAlive(false)
                                .setMaxPoolSize(8)
                                .setMaxWaitQueueSize(64)
                                .setVerifyHost(true));
    }

    /** Status and {@code Retry-After} of an answer; empty text without that header. */
    record Answer(int status, String retryAfter) {}

    /**
     * @throws IOException without an answer within 15 s
     */
    Answer post(NotifyTarget target, InetAddress to, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setServer(
                                SocketAddress.inetSocketAddress(target.port(), to.getHostAddress()))
                        .setHost(target.host())
                        .setPort(target.port())
                        .setSsl(target.encrypted())
                        .setURI(target.pathAndQuery())
                        .setTimeout(TIMEOUT.toMillis());
        headers.forEach(options::putHeader);
        CompletableFuture<Answer> answer =
                client.request(options)
                        .compose(request -> send(request, body))
                        .map(WebhookClient::read)
                        .toCompletionStage()
                        .toCompletableFuture();
        return await(answer);
    }

    private static io.vertx.core.Future<HttpClientResponse> send(
            HttpClientRequest request, byte[] body) {
        return request.send(Buffer.buffer(body)).onFailure(failed -> request.reset());
    }

    /** The body may be endless: the connection is closed instead of reading it. */
    private static Answer read(HttpClientResponse response) {
        String retryAfter = response.getHeader("Retry-After");
        Answer answer = new Answer(response.statusCode(), retryAfter == null ? "" : retryAfter);
        response.request().connection().close();
        return answer;
    }

    private static Answer await(CompletableFuture<Answer> answer)
            throws IOException, InterruptedException {
        try {
            return answer.get(TIMEOUT.plus(CONNECT_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(WebhookFailures.sentence(e.getCause()), e);
        }
    }
}
