package io.jobarrays.localcloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Signed requests to a cloud, for APIs without an SDK client in these tests. */
public record SignedRequests(String endpoint, AwsCredentialsIdentity credentials) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A call below {@code /_local/}. */
    public HttpResponse<String> control(String path, String body)
            throws IOException, InterruptedException {
        return send(SdkHttpMethod.POST, "/_local/" + path, "ec2", Map.of(), body);
    }

    public HttpResponse<String> control(String path) throws IOException, InterruptedException {
        return send(SdkHttpMethod.GET, "/_local/" + path, "ec2", Map.of(), "");
    }

    /** Removes what is below {@code /_local/}. */
    public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(SdkHttpMethod.DELETE, "/_local/" + path, "ec2", Map.of(), "");
    }

    /** A call in AWS's JSON protocol. */
    public HttpResponse<String> json(String service, String target, String body)
            throws IOException, InterruptedException {
        Map<String, String> headers =
                Map.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1");
        return send(SdkHttpMethod.POST, "/", service, headers, body);
    }

    /** A call in AWS's Query protocol. */
    public HttpResponse<String> query(String service, String body)
            throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        return send(SdkHttpMethod.POST, "/", service, headers, body);
    }

    /** A call in Route 53's REST protocol. */
    public HttpResponse<String> rest(SdkHttpMethod method, String path, String body)
            throws IOException, InterruptedException {
        return send(method, "/2013-04-01/" + path, "route53", Map.of(), body);
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return JsonNode.parser().parse(answer.body());
    }

    public static String field(HttpResponse<String> answer, String name) {
        return json(answer).field(name).orElseThrow().text();
    }

    private HttpResponse<String> send(
            SdkHttpMethod method,
            String path,
            String service,
            Map<String, String> headers,
            String body)
            throws IOException, InterruptedException {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(method).uri(URI.create(endpoint + path));
        headers.forEach(request::putHeader);
        SdkHttpRequest signed =
                AwsV4HttpSigner.create()
                        .sign(
                                it ->
                                        it.identity(credentials)
                                                .request(request.build())
                                                .payload(ContentStreamProvider.fromUtf8String(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                        .request();
        HttpRequest.Builder plain =
                HttpRequest.newBuilder(signed.getUri())
                        .method(method.name(), HttpRequest.BodyPublishers.ofString(body));
        signed.headers().entrySet().stream()
                .filter(header -> !header.getKey().equals("Host"))
                .forEach(
                        header ->
                                header.getValue()
                                        .forEach(value -> plain.header(header.getKey(), value)));
        return HTTP.send(plain.build(), BodyHandlers.ofString());
    }
}
