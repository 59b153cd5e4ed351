package io.jobarrays.agent;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.Map;

/** Calls of the server by this machine as the one it is. */
final class SignedHttp {
    private final HttpClient http;
    private final Credentials credentials;

    SignedHttp(HttpClient http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    /** As {@link HttpClient#send}; a token that has run out meanwhile is renewed on the way. */
    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Backoff backoff = new Backoff();
        while (true) {
            Map<String, String> headers =
                    credentials.headers(request.method(), request.uri().getRawPath());
            HttpRequest.Builder signed = HttpRequest.newBuilder(request, (name, value) -> true);
            headers.forEach(signed::setHeader);
            HttpResponse<T> answer = http.send(signed.build(), handler);
            if (answer.statusCode() != 401) {
                return answer;
            }
            credentials.rejected(headers);
            backoff.pause();
        }
    }
}
