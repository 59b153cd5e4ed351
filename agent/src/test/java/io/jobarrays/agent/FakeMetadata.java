package io.jobarrays.agent;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Metadata service of one machine and the AWS services that its agent calls. */
public final class FakeMetadata {
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
    private static final Map<String, String> METADATA =
            Map.of(
                    "/latest/api/token",
                    "metadata",
                    "/latest/dynamic/instance-identity/document",
                    "{ \"d\": 1 }",
                    "/latest/dynamic/instance-identity/signature",
                    "c2lnbmF0\ndXJl",
                    "/latest/meta-data/placement/region",
                    "eu-central-1",
                    ROLES,
                    "members",
                    ROLES + "members",
                    "{\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"key\",\"Token\":\"session\"}");

    public volatile String lifeCycle = "on-demand";
    public volatile String instanceAction = "";
    final AtomicInteger spotActionRequests = new AtomicInteger();

    /** Response bodies of AWS calls, by target and request body; other calls get 400. */
    public final Map<String, String> awsAnswers = new ConcurrentHashMap<>();

    /** Headers of all AWS calls. */
    public final List<MultiMap> awsCalls = new CopyOnWriteArrayList<>();

    /** Handles the request; returns false for paths of the server. */
    boolean handles(HttpServerRequest request) {
        if (request.path().equals("/")) {
            request.bodyHandler(body -> answerAws(request, body));
            return true;
        }
        Optional<String> found = metadataValue(request.path());
        if (found.isPresent() && found.get().isEmpty()) {
            request.response().setStatusCode(404).end();
        } else {
            found.ifPresent(request.response()::end);
        }
        return found.isPresent();
    }

    private Optional<String> metadataValue(String path) {
        return switch (path) {
            case "/latest/meta-data/instance-life-cycle" -> Optional.of(lifeCycle);
            case "/latest/meta-data/spot/instance-action" -> {
                spotActionRequests.incrementAndGet();
                yield Optional.of(instanceAction);
            }
            default -> Optional.ofNullable(METADATA.get(path));
        };
    }

    private void answerAws(HttpServerRequest request, Buffer body) {
        awsCalls.add(request.headers());
        String answer = awsAnswers.get(request.getHeader("X-Amz-Target") + " " + body);
        request.response()
                .setStatusCode(answer == null ? 400 : 200)
                .end(answer == null ? "{\"__type\":\"x#ParameterNotFound\"}" : answer);
    }
}
