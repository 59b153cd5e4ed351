package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.CborText;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An AWS service that the local cloud does not have, known by the scope of a request's signature.
 * Every call answers 501 in the protocol of the request, so that clients print the sentence.
 */
final class AbsentApi implements ServiceApi {
    private static final String PRESENT = "EC2, Route 53, STS, SSM, Secrets Manager and S3";

    /** Names in signatures by which users do not know the service. */
    private static final Map<String, String> KNOWN_AS =
            Map.of(
                    "monitoring", "CloudWatch",
                    "logs", "CloudWatch Logs",
                    "elasticloadbalancing", "ELB",
                    "elasticfilesystem", "EFS",
                    "events", "EventBridge",
                    "states", "Step Functions");

    private final String service;
    private final Protocol protocol;

    /** Protocols of AWS (Smithy 2.0, "AWS protocols"), as far as their errors differ. */
    private enum Protocol {
        CBOR,
        JSON,
        XML;

        static Protocol of(HttpCall request, String service) {
            if (request.header("Smithy-Protocol").filter("rpc-v2-cbor"::equals).isPresent()) {
                return CBOR;
            }
            boolean target = request.header("X-Amz-Target").isPresent();
            boolean query =
                    request.header("Content-Type").orElse("").contains("x-www-form-urlencoded")
                            || request.queryParameters().containsKey("Action");
            // The only service of REST-XML beside Route 53 and S3.
            return !target && (query || service.equals("cloudfront")) ? XML : JSON;
        }
    }

    private AbsentApi(String service, Protocol protocol) {
        this.service = service;
        this.protocol = protocol;
    }

    /** Empty for a request that is signed for one of these services, or not at all. */
    static Optional<ServiceApi> of(HttpCall request, List<ServiceApi> present) {
        return request.header("Authorization")
                .flatMap(AuthorizationHeader::parse)
                .map(AuthorizationHeader::service)
                .filter(name -> present.stream().noneMatch(api -> api.service().equals(name)))
                .map(name -> new AbsentApi(name, Protocol.of(request, name)));
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public boolean speaks(HttpCall request) {
        return true;
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return Optional.empty();
    }

    @Override
    public HttpReply answer(HttpCall request, String requestId) {
        String alias = KNOWN_AS.get(service);
        throw AwsError.notImplemented(
                "The service %s, unlike %s,"
                        .formatted(
                                alias == null ? service : "%s (%s)".formatted(service, alias),
                                PRESENT));
    }

    @Override
    public HttpReply refusal(AwsError error, String requestId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("__type", error.code());
        fields.put("message", error.text());
        return switch (protocol) {
            case CBOR -> cbor(error, CborText.object(fields));
            case JSON ->
                    HttpReply.json(
                                    error.status(),
                                    "application/x-amz-json-1.1",
                                    JsonWriter.object(fields))
                            .with("x-amzn-errortype", error.code());
            case XML ->
                    HttpReply.xml(
                            error.status(),
                            error.xml("https://%s.amazonaws.com/".formatted(service), requestId));
        };
    }

    @Override
    public AwsError denial(DenialReason denial) {
        return denial.defaultError();
    }

    private static HttpReply cbor(AwsError error, byte[] body) {
        return HttpReply.streamed(
                error.status(),
                Map.of("content-type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
                body.length,
                out -> out.write(body));
    }
}
