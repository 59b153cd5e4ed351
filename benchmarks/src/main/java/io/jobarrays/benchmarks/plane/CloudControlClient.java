package io.jobarrays.benchmarks.plane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Client of the local cloud's control API, {@code /_local/}. */
public final class CloudControlClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A control plane polls its instances at least once a minute. */
    private static final Duration LONGEST_WAIT_FOR_A_CALL = Duration.ofMinutes(2);

    private static final Duration CALL_POLL_INTERVAL = Duration.ofMillis(250);

    private final CloudAccess access;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    CloudControlClient(CloudAccess access) {
        this.access = access;
    }

    /** An event of an instance; {@code event} is a state of EC2 among others. */
    public record InstanceEvent(long number, Instant time, String instanceId, String event) {}

    /** Fills all token buckets. */
    public void resetLimits() throws IOException {
        send(SdkHttpMethod.POST, "limits/reset", "{}");
    }

    /**
     * Fills all token buckets, and waits for the next answer to a program, which then fills its
     * own.
     *
     * @throws IOException when the program makes no call within two minutes
     */
    public void resetLimits(String caller) throws IOException, InterruptedException {
        resetLimits();
        CallTally before = calls(caller);
        Instant end = Instant.now().plus(LONGEST_WAIT_FOR_A_CALL);
        while (calls(caller).since(before).byOperation().isEmpty()) {
            if (Instant.now().isAfter(end)) {
                throw new IOException(
                        "%s has made no call for %s after the reset of the limits"
                                .formatted(caller, LONGEST_WAIT_FOR_A_CALL));
            }
            Thread.sleep(CALL_POLL_INTERVAL);
        }
    }

    /** Makes all limits larger by a factor. */
    void scaleLimits(int factor) throws IOException {
        send(SdkHttpMethod.POST, "limits", "{\"factor\":%d}".formatted(factor));
    }

    /**
     * Calls of one program.
     *
     * @param caller beginning of its product name in the {@code User-Agent}
     */
    public CallTally calls(String caller) throws IOException {
        return CallTally.of(send(SdkHttpMethod.GET, "calls", ""), caller);
    }

    /** Number of the newest event; 0: there is none. */
    public long lastEvent() throws IOException {
        List<InstanceEvent> events = allEventsAfter(0);
        return events.isEmpty() ? 0 : events.getLast().number();
    }

    /** All events with a higher number, the oldest first; an answer has 10,000 at most. */
    public List<InstanceEvent> allEventsAfter(long number) throws IOException {
        List<InstanceEvent> all = new ArrayList<>();
        List<InstanceEvent> some = eventsAfter(number);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = eventsAfter(some.getLast().number());
        }
        return all;
    }

    /** Events with a higher number, the oldest first, as many as one answer has. */
    public List<InstanceEvent> eventsAfter(long number) throws IOException {
        List<InstanceEvent> events = new ArrayList<>();
        for (JsonNode event : send(SdkHttpMethod.GET, "events?after=" + number, "")) {
            events.add(
                    new InstanceEvent(
                            event.path("number").asLong(),
                            Instant.parse(event.path("time").asText()),
                            event.path("instance_id").asText(),
                            event.path("event").asText()));
        }
        return events;
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonNode send(SdkHttpMethod method, String path, String body) throws IOException {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(method)
                        .uri(URI.create(access.endpoint() + "/_local/" + path));
        HttpExecuteRequest.Builder call = HttpExecuteRequest.builder();
        // With a body, even an empty one, the client would turn a GET into a POST.
        if (method == SdkHttpMethod.POST) {
            request.putHeader("Content-Type", "application/json");
            request.putHeader("Content-Length", "" + body.length());
            call.contentStreamProvider(ContentStreamProvider.fromUtf8String(body));
        }
        call.request(sign(request.build(), body));
        HttpExecuteResponse answer = http.prepareRequest(call.build()).call();
        String text = text(answer);
        if (!answer.httpResponse().isSuccessful()) {
            throw new IOException(
                    "%s /_local/%s: %d %s"
                            .formatted(method, path, answer.httpResponse().statusCode(), text));
        }
        return JSON.readTree(text);
    }

    private SdkHttpRequest sign(SdkHttpRequest request, String body) {
        return AwsV4HttpSigner.create()
                .sign(
                        sign ->
                                sign.identity(access.credentials())
                                        .request(request)
                                        .payload(ContentStreamProvider.fromUtf8String(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, access.region()))
                .request();
    }

    private static String text(HttpExecuteResponse answer) throws IOException {
        if (answer.responseBody().isEmpty()) {
            return "";
        }
        try (InputStream text = answer.responseBody().get()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
