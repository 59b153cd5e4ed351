package io.jobarrays.agent.aws;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.contract.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Objects of S3, sent and fetched with this machine's role. Calls are repeated when the connection
 * or S3 fails, five times at most; a bucket of another region is found by S3's answer.
 */
public final class S3Client {
    /** A part has at most some hundred MiB. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(30);

    private static final int MAX_ATTEMPTS = 5;
    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]*)</UploadId>");

    private final HttpClient http;
    private final InstanceRole role;
    private final String endpoint;
    private volatile Optional<String> regionOfBucket = Optional.empty();

    /**
     * @param endpoint empty for AWS
     */
    public S3Client(HttpClient http, InstanceRole role, String endpoint) {
        this.http = http;
        this.role = role;
        this.endpoint = endpoint;
    }

    /** Body that can be sent again. */
    public record Content(Supplier<BodyPublisher> body, String sha256) {
        static Content of(String text) {
            return new Content(() -> BodyPublishers.ofString(text), Sha256.of(text));
        }
    }

    /** Answer of S3 that a repetition would not change. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final String code;

        Refused(S3Place place, String code) {
            super("%s: %s".formatted(place, code));
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    public void put(S3Place place, Content content) throws IOException, InterruptedException {
        call("PUT", place, Map.of(), content);
    }

    /**
     * @return id of the upload
     */
    public String beginUpload(S3Place place) throws IOException, InterruptedException {
        String answer = call("POST", place, Map.of("uploads", ""), Content.of("")).body();
        return first(UPLOAD_ID, answer)
                .orElseThrow(() -> new IOException(place + ": the answer has no UploadId"));
    }

    /**
     * @return ETag of the part
     */
    public String putPart(S3Place place, String upload, int number, Content content)
            throws IOException, InterruptedException {
        return call("PUT", place, Map.of("uploadId", upload, "partNumber", "" + number), content)
                .headers()
                .firstValue("ETag")
                .orElseThrow(() -> new IOException(place + ": the answer has no ETag"));
    }

    /**
     * @param etags of the parts, from number 1 on
     */
    public void completeUpload(S3Place place, String upload, List<String> etags)
            throws IOException, InterruptedException {
        StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < etags.size(); i++) {
            parts.append(
                    "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>"
                            .formatted(i + 1, etags.get(i).replace("\"", "&quot;")));
        }
        Content list = Content.of(parts.append("</CompleteMultipartUpload>").toString());
        String answer = call("POST", place, Map.of("uploadId", upload), list).body();
        // S3 may report a failure with status 200.
        Optional<String> code = first(CODE, answer);
        if (code.isPresent()) {
            throw new Refused(place, code.get());
        }
    }

    public void abortUpload(S3Place place, String upload) throws IOException, InterruptedException {
        call("DELETE", place, Map.of("uploadId", upload), Content.of(""));
    }

    /** Fetches an object into a file. */
    public void get(S3Place place, Path into) throws IOException, InterruptedException {
        // A refusal before, or a connection that broke, may have left more than the object.
        BodyHandler<Path> file = BodyHandlers.ofFile(into, CREATE, WRITE, TRUNCATE_EXISTING);
        call("GET", place, Map.of(), Content.of(""), file, Files::readString);
    }

    private HttpResponse<String> call(
            String method, S3Place place, Map<String, String> query, Content content)
            throws IOException, InterruptedException {
        return call(method, place, query, content, BodyHandlers.ofString(), text -> text);
    }

    /** Text of the body of a refusal. */
    @FunctionalInterface
    private interface BodyText<T> {
        String of(T body) throws IOException;
    }

    private <T> HttpResponse<T> call(
            String method,
            S3Place place,
            Map<String, String> query,
            Content content,
            BodyHandler<T> handler,
            BodyText<T> text)
            throws IOException, InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpRequest request = request(method, place, query, content);
                HttpResponse<T> response = http.send(request, handler);
                if (response.statusCode() / 100 == 2) {
                    return response;
                }
                refuse(place, response, text.of(response.body()), attempt);
            } catch (Refused e) {
                throw e;
            } catch (IOException e) {
                rethrowLast(e, attempt);
            }
            backoff.pause();
        }
    }

    private HttpRequest request(
            String method, S3Place place, Map<String, String> query, Content content)
            throws IOException, InterruptedException {
        String region = regionOfBucket.isPresent() ? regionOfBucket.get() : role.region();
        URI address = place.address(endpoint, region, query);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(REQUEST_TIMEOUT)
                        .method(method, content.body().get());
        S3Signature.headers(
                        role.credentials(),
                        region,
                        method,
                        address,
                        content.sha256(),
                        Instant.now())
                .forEach(request::header);
        return request.build();
    }

    /** Returns when the call can be repeated. */
    private void refuse(S3Place place, HttpResponse<?> response, String body, int attempt)
            throws Refused {
        int status = response.statusCode();
        String code = first(CODE, body).orElse("HTTP " + status);
        Optional<String> region =
                response.headers()
                        .firstValue("x-amz-bucket-region")
                        .filter(it -> !Optional.of(it).equals(regionOfBucket));
        boolean elsewhere = region.isPresent() && (status == 301 || status == 400);
        if (elsewhere) {
            regionOfBucket = region;
        }
        boolean temporary = (status >= 500 && status != 507) || status == 429 || elsewhere;
        if (attempt == MAX_ATTEMPTS || !temporary) {
            throw new Refused(place, code);
        }
    }

    private static void rethrowLast(IOException e, int attempt) throws IOException {
        if (attempt == MAX_ATTEMPTS) {
            throw e;
        }
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
