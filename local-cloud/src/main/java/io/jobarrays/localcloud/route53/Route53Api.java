package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import io.jobarrays.localcloud.limits.ApiLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.XmlWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneResponse;

/** Route 53 in its REST-XML protocol. */
public final class Route53Api implements ServiceApi {
    private static final String PREFIX = "/2013-04-01/";
    private static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    private final Route53 route53;

    public Route53Api(Route53 route53) {
        this.route53 = route53;
    }

    @Override
    public String service() {
        return "route53";
    }

    @Override
    public boolean speaks(HttpCall request) {
        return request.path().startsWith(PREFIX);
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return find(request).map(Route::operation);
    }

    @Override
    public HttpReply answer(HttpCall request, String requestId) {
        Route route =
                find(request)
                        .orElseThrow(
                                () ->
                                        AwsError.notImplemented(
                                                "Route 53 "
                                                        + request.method()
                                                        + " "
                                                        + request.path()));
        SdkPojo response = route.work().get();
        String root = route.operation() + "Response";
        String xml = new XmlWriter().root(root, NAMESPACE).model(response).close(root).toString();
        return response instanceof CreateHostedZoneResponse created
                ? HttpReply.xml(201, xml).with("Location", location(created))
                : HttpReply.xml(200, xml);
    }

    private static String location(CreateHostedZoneResponse created) {
        return "https://route53.amazonaws.com/2013-04-01" + created.hostedZone().id();
    }

    @Override
    public HttpReply refusal(AwsError error, String requestId) {
        return HttpReply.xml(error.status(), error.xml(NAMESPACE, requestId));
    }

    @Override
    public AwsError throttled() {
        return ApiLimits.route53Refusal();
    }

    @Override
    public AwsError denial(DenialReason denial) {
        return denial.defaultError();
    }

    private Optional<Route> find(HttpCall request) {
        List<String> path = List.of(request.path().substring(PREFIX.length()).split("/"));
        // A path of slashes only has no segment.
        String first = path.isEmpty() ? "" : path.getFirst();
        String id = path.size() > 1 ? id(path.get(1)) : "";
        String call =
                "%s %s/%d%s"
                        .formatted(
                                request.method(),
                                first,
                                path.size(),
                                path.size() == 3 ? "/" + path.get(2) : "");
        return Optional.ofNullable(
                switch (call) {
                    case "POST hostedzone/1" ->
                            new Route("CreateHostedZone", () -> route53.createZone(request.body()));
                    case "GET hostedzone/1" ->
                            new Route(
                                    "ListHostedZones",
                                    () -> route53.zones(query(request, "marker", "maxitems")));
                    case "GET hostedzonesbyname/1" ->
                            new Route(
                                    "ListHostedZonesByName",
                                    () ->
                                            route53.zonesByName(
                                                    query(
                                                            request,
                                                            "dnsname",
                                                            "hostedzoneid",
                                                            "maxitems")));
                    case "GET hostedzone/2" -> new Route("GetHostedZone", () -> route53.zone(id));
                    case "DELETE hostedzone/2" ->
                            new Route("DeleteHostedZone", () -> route53.deleteZone(id));
                    case "GET hostedzone/3/rrset" ->
                            new Route(
                                    "ListResourceRecordSets",
                                    () ->
                                            route53.records(
                                                    id,
                                                    query(request, "name", "type", "maxitems")));
                    case "POST hostedzone/3/rrset" ->
                            new Route(
                                    "ChangeResourceRecordSets",
                                    () -> route53.changeRecords(id, request.body()));
                    case "GET hostedzone/3/dnssec" ->
                            new Route("GetDNSSEC", () -> route53.dnssec(id));
                    case "GET change/2" -> new Route("GetChange", () -> route53.change(id));
                    default -> null;
                });
    }

    /** The query's parameters; refuses those that are not honoured. */
    private static Map<String, String> query(HttpCall request, String... honoured) {
        Map<String, String> query = request.queryParameters();
        for (String name : query.keySet()) {
            if (!List.of(honoured).contains(name)) {
                throw AwsError.notImplemented("The parameter " + name);
            }
        }
        return query;
    }

    /**
     * Strips the prefix of an id as lists return it, {@code /hostedzone/Z1}, with encoded slashes.
     */
    private static String id(String segment) {
        String decoded = URLDecoder.decode(segment, StandardCharsets.UTF_8);
        return decoded.substring(decoded.lastIndexOf('/') + 1);
    }

    private record Route(String operation, Supplier<SdkPojo> work) {}
}
