package io.jobarrays.agent.server;

import io.jobarrays.agent.host.RetryBackoff;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP calls to the server with this machine's credentials. */
public final class SignedHttp {
    /** Allows for the largest file on a slow network. */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(10);

    private final HttpClient http;
    private final MachineCredentials credentials;
    private final Duration responseTimeout;

    public SignedHttp(HttpClient http, MachineCredentials credentials) {
        this(http, credentials, RESPONSE_TIMEOUT);
    }

    SignedHttp(HttpClient http, MachineCredentials credentials, Duration responseTimeout) {
        this.http = http;
        this.credentials = credentials;
        this.responseTimeout = responseTimeout;
    }

    /** As {@link HttpClient#send}; renews an expired token and retries. */
    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            Map<String, String> headers =
                    credentials.headers(request.method(), request.uri().getRawPath());
            HttpRequest.Builder signed = HttpRequest.newBuilder(request, (name, value) -> true);
            headers.forEach(signed::setHeader);
            HttpResponse<T> response = sendAndReceiveBody(signed.build(), handler);
            if (response.statusCode() != 401) {
                return response;
            }
            credentials.tokenRejected(headers);
            backoff.pause();
        }
    }

    /** Adds a timeout for the body; the client's own timeout ends when the body begins. */
    private <T> HttpResponse<T> sendAndReceiveBody(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> response = http.sendAsync(request, handler);
        try {
            return response.get(responseTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete response within " + responseTimeout);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e);
        } finally {
            response.cancel(true);
        }
    }
}
