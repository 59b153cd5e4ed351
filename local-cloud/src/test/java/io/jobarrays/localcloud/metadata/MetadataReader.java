package io.jobarrays.localcloud.metadata;

import com.sun.net.httpserver.HttpServer;
import io.jobarrays.localcloud.base.GuestServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Reads the metadata of an instance without a running machine. */
public final class MetadataReader implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpServer server;

    public MetadataReader(GuestServices guest, String instanceId) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> guest.metadata(exchange, instanceId));
        server.start();
    }

    String token() throws IOException, InterruptedException {
        return put("/latest/api/token", "60").body();
    }

    public HttpResponse<String> put(String path, String seconds)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .PUT(BodyPublishers.noBody())
                        .header("X-aws-ec2-metadata-token-ttl-seconds", seconds));
    }

    /** The value at a path below {@code /latest/}. */
    public String value(String path) throws IOException, InterruptedException {
        return get("/latest/" + path, token()).body();
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("X-aws-ec2-metadata-token", token));
    }

    HttpResponse<String> getWithoutToken(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
