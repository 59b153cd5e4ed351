package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.front.HttpReply;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Operations of S3 on objects. */
final class ObjectCalls {
    private final S3 s3;

    ObjectCalls(S3 s3) {
        this.s3 = s3;
    }

    HttpReply put(S3Request request) {
        return received(s3.put(request));
    }

    /** The answer to an upload of an object or part. */
    static HttpReply received(ContentReceiver.Received received) {
        HttpReply reply = S3Api.empty(200).with("ETag", quoted(received.etag()));
        for (Map.Entry<String, String> sum : received.checksums().entrySet()) {
            reply = reply.with(sum.getKey(), sum.getValue());
        }
        return reply;
    }

    HttpReply get(S3Request request) {
        StoredObject object = s3.bucket(request.bucket()).object(request.key());
        if (Conditions.isUnchanged(request, object)) {
            return S3Api.empty(304).with("ETag", quoted(object.etag()));
        }
        Optional<ByteRange> range =
                request.header("Range").flatMap(it -> ByteRange.of(it, object.bytes()));
        ByteRange sent = range.orElse(new ByteRange(0, object.bytes()));
        Map<String, String> headers = headers(object);
        range.ifPresent(it -> headers.put("Content-Range", it.contentRange(object.bytes())));
        return HttpReply.streamed(
                range.isPresent() ? 206 : 200,
                headers,
                sent.length(),
                out -> object.write(sent.offset(), sent.length(), out));
    }

    HttpReply head(S3Request request) {
        StoredObject object = s3.bucket(request.bucket()).object(request.key());
        if (Conditions.isUnchanged(request, object)) {
            return S3Api.empty(304).with("ETag", quoted(object.etag()));
        }
        Optional<ByteRange> range =
                request.header("Range").flatMap(it -> ByteRange.of(it, object.bytes()));
        Map<String, String> headers = headers(object);
        headers.put("Content-Length", "" + range.map(ByteRange::length).orElse(object.bytes()));
        range.ifPresent(it -> headers.put("Content-Range", it.contentRange(object.bytes())));
        return new HttpReply(
                range.isPresent() ? 206 : 200,
                headers.getOrDefault("content-type", ""),
                "",
                Map.copyOf(headers));
    }

    HttpReply delete(S3Request request) {
        s3.delete(request.bucket(), request.key());
        return S3Api.empty(204);
    }

    private static Map<String, String> headers(StoredObject object) {
        Map<String, String> headers = new HashMap<>(object.headers());
        headers.put("ETag", quoted(object.etag()));
        headers.put("Accept-Ranges", "bytes");
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        object.modified().atOffset(ZoneOffset.UTC)));
        return headers;
    }

    private static String quoted(String etag) {
        return "\"" + etag + "\"";
    }
}
