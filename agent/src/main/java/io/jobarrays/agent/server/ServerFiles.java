package io.jobarrays.agent.server;

import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What the agent fetches from the server and brings there, beside its connection. */
public final class ServerFiles {
    private static final Logger LOG = Logger.getLogger(ServerFiles.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(10);

    private final SignedHttp http;
    private final URI server;

    public ServerFiles(SignedHttp http, URI server) {
        this.http = http;
        this.server = server;
    }

    /** False when the server has nothing there. */
    public boolean download(String path, Path into) throws InterruptedException, IOException {
        HttpResponse<Path> answer =
                retryUntilAnswered(path, () -> http.send(request(path).build(), overwriting(into)));
        if (answer.statusCode() == 200) {
            return true;
        }
        String why = Files.readString(into);
        Files.delete(into);
        if (answer.statusCode() == 404) {
            return false;
        }
        throw refusal(path, answer.statusCode(), why);
    }

    /** Any other call; the body is asked for anew at each attempt. */
    HttpResponse<String> call(
            String method, String path, Map<String, String> headers, Supplier<BodyPublisher> body)
            throws InterruptedException {
        return retryUntilAnswered(
                path,
                () -> {
                    HttpRequest.Builder request = request(path).method(method, body.get());
                    headers.forEach(request::header);
                    return http.send(request.build(), BodyHandlers.ofString());
                });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(REQUEST_TIMEOUT);
    }

    /** In place of what an earlier, longer answer may have left. */
    private static HttpResponse.BodyHandler<Path> overwriting(Path into) {
        return BodyHandlers.ofFile(
                into,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Until the server answers: it may restart, and the work is worth the wait. */
    private static <T> HttpResponse<T> retryUntilAnswered(String path, HttpCall<T> call)
            throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                HttpResponse<T> answer = call.send();
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

    static Refusal refusal(String path, int status, String why) {
        return new Refusal("%s: the server answers %d: %s".formatted(path, status, why.strip()));
    }

    private interface HttpCall<T> {
        HttpResponse<T> send() throws IOException, InterruptedException;
    }
}
