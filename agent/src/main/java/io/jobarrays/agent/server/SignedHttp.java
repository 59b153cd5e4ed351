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

/** Calls of the server by this machine as the one it is. */
public final class SignedHttp {
    /** For the largest file on a slow line. */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(10);

    private final HttpClient http;
    private final MachineCredentials credentials;
    private final Duration responseTimeout;

    public SignedHttp(HttpClient http, MachineCredentials credentials) {
        this(http, credentials, RESPONSE_TIMEOUT);
    }

    SignedHttp(HttpClient http, MachineCredentials credentials, Duration patience) {
        this.http = http;
        this.credentials = credentials;
        this.responseTimeout = patience;
    }

    /** As {@link HttpClient#send}; a token that has run out meanwhile is renewed on the way. */
    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            Map<String, String> headers =
                    credentials.headers(request.method(), request.uri().getRawPath());
            HttpRequest.Builder signed = HttpRequest.newBuilder(request, (name, value) -> true);
            headers.forEach(signed::setHeader);
            HttpResponse<T> answer = sendAndReceiveBody(signed.build(), handler);
            if (answer.statusCode() != 401) {
                return answer;
            }
            credentials.tokenRejected(headers);
            backoff.pause();
        }
    }

    /** The client's own timeout is over once the body begins, and a body may stall. */
    private <T> HttpResponse<T> sendAndReceiveBody(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(responseTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + responseTimeout);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e);
        } finally {
            answer.cancel(true);
        }
    }
}
