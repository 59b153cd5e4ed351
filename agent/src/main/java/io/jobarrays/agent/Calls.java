package io.jobarrays.agent;

import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** What the agent fetches from the server and brings there, beside its connection. */
final class Calls {
    private static final Logger LOG = Logger.getLogger(Calls.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final HttpClient http;
    private final URI server;
    private final CompletableFuture<String> token = new CompletableFuture<>();

    Calls(HttpClient http, URI server) {
        this.http = http;
        this.server = server;
    }

    /** From here on calls are made; those that came earlier have waited. */
    void use(String enrolled) {
        token.complete(enrolled);
    }

    /** False when the server has nothing there. */
    boolean fetch(String path, Path into) throws InterruptedException, IOException {
        HttpResponse<Path> answer =
                persist(path, () -> http.send(request(path).build(), BodyHandlers.ofFile(into)));
        if (answer.statusCode() == 200) {
            return true;
        }
        String why = Files.readString(into);
        Files.delete(into);
        if (answer.statusCode() == 404) {
            return false;
        }
        throw refused(path, answer.statusCode(), why);
    }

    void upload(String path, Path file, int attempt) throws InterruptedException, IOException {
        String sha256 = Digests.sha256(file);
        HttpResponse<String> answer =
                persist(
                        path,
                        () ->
                                http.send(
                                        request(path)
                                                .header("Content-Type", "application/gzip")
                                                .header("X-Content-SHA256", sha256)
                                                .header("X-Attempt", "" + attempt)
                                                .PUT(BodyPublishers.ofFile(file))
                                                .build(),
                                        BodyHandlers.ofString()));
        if (answer.statusCode() >= 300) {
            throw refused(path, answer.statusCode(), answer.body());
        }
    }

    private HttpRequest.Builder request(String path) throws InterruptedException {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token());
    }

    private String token() throws InterruptedException {
        try {
            return token.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until the server answers: it may restart, and the work is worth the wait. */
    private static <T> HttpResponse<T> persist(String path, Call<T> call)
            throws InterruptedException {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                HttpResponse<T> answer = call.make();
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    return answer;
                }
                LOG.warnf("%s: the server answers %d; trying again", path, answer.statusCode());
            } catch (IOException e) {
                LOG.warnf("%s: %s; trying again", path, e);
            }
            backoff.pause();
        }
    }

    private static Refusal refused(String path, int status, String why) {
        return new Refusal("%s: the server answers %d: %s".formatted(path, status, why.strip()));
    }

    private interface Call<T> {
        HttpResponse<T> make() throws IOException, InterruptedException;
    }
}
