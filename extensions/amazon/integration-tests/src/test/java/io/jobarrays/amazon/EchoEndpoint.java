package io.jobarrays.amazon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** AWS endpoint whose only zone has the name of the endpoint and the credential of the request. */
final class EchoEndpoint implements AutoCloseable {
    private static final String ZONES =
            """
            <DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
            <requestId>r</requestId><availabilityZoneInfo><item><zoneName>%s</zoneName></item>
            </availabilityZoneInfo></DescribeAvailabilityZonesResponse>
            """;
    private static final String HOSTED_ZONES =
            """
            <ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
            <HostedZones><HostedZone><Id>/hostedzone/Z1</Id><Name>%s</Name>
            <CallerReference>c</CallerReference></HostedZone></HostedZones>
            <Marker></Marker><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>
            </ListHostedZonesResponse>
            """;

    private final String name;
    private final HttpServer server;

    EchoEndpoint(String name) {
        this.name = name;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String signature = exchange.getRequestHeaders().getFirst("Authorization");
        String credential = signature.replaceAll(".*Credential=([^,]*),.*", "$1");
        boolean ec2 = exchange.getRequestMethod().equals("POST");
        byte[] body =
                (ec2 ? ZONES : HOSTED_ZONES)
                        .formatted(name + " " + credential)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
