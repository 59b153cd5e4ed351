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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** HTTP calls that transfer files to and from the server; retried until the server answers. */
public final class ServerFiles {
    private static final Logger LOG = Logger.getLogger(ServerFiles.class);
    private static final Pattern DETAIL =
            Pattern.compile("\"detail\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(10);

    private final SignedHttp http;
    private final URI server;

    public ServerFiles(SignedHttp http, URI server) {
        this.http = http;
        this.server = server;
    }

    /** Downloads {@code path}; returns false when the server has no such file. */
    public boolean download(String path, Path into) throws InterruptedException, IOException {
        HttpResponse<Path> response =
                retryUntilAnswered(path, () -> http.send(request(path).build(), overwriting(into)));
        if (response.statusCode() == 200) {
            return true;
        }
        String detail = Files.readString(into);
        Files.delete(into);
        if (response.statusCode() == 404) {
            return false;
        }
        throw refusal(path, response.statusCode(), detail);
    }

    /** Sends any other request; {@code body} is called for each attempt. */
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

    /** Truncates the file: an earlier attempt may have left a longer one. */
    private static HttpResponse.BodyHandler<Path> overwriting(Path into) {
        return BodyHandlers.ofFile(
                into,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Retries on I/O errors, 429 and 5xx without limit, since the server may be restarting. */
    private static <T> HttpResponse<T> retryUntilAnswered(String path, HttpCall<T> call)
            throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                HttpResponse<T> response = call.send();
                if (response.statusCode() < 500 && response.statusCode() != 429) {
                    return response;
                }
                LOG.warnf("%s: the server answers %d; retrying", path, response.statusCode());
            } catch (IOException e) {
                LOG.warnf("%s: %s; retrying", path, e);
            }
            backoff.pause();
        }
    }

    /** The sentence of a problem document (RFC 9457), else the whole answer. */
    static Refusal refusal(String path, int status, String answer) {
        Matcher problem = DETAIL.matcher(answer);
        String sentence =
                problem.find()
                        ? problem.group(1).replaceAll("\\\\(.)", "$1")
                        : "%s: the server answers %d: %s".formatted(path, status, answer.strip());
        return new Refusal(sentence);
    }

    private interface HttpCall<T> {
        HttpResponse<T> send() throws IOException, InterruptedException;
    }
}
