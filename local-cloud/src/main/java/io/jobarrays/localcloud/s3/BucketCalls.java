package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.protocol.XmlWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Operations of S3 on buckets. */
final class BucketCalls {
    private static final int MAX_CONFIGURATION_BYTES = 16 << 10;

    private final S3 s3;

    BucketCalls(S3 s3) {
        this.s3 = s3;
    }

    HttpReply list(S3Request request) {
        XmlWriter xml = new XmlWriter().root("ListAllMyBucketsResult", S3Api.NAMESPACE);
        xml.open("Owner").element("ID", "local").close("Owner").open("Buckets");
        for (S3Bucket bucket : s3.buckets()) {
            xml.open("Bucket")
                    .element("Name", bucket.name())
                    .element("CreationDate", S3Api.time(bucket.created()))
                    .close("Bucket");
        }
        return S3Api.xml(200, xml.close("Buckets").close("ListAllMyBucketsResult"));
    }

    HttpReply create(S3Request request) {
        String configuration = body(request);
        if (configuration.contains("LocationConstraint")
                && !configuration.contains(">us-east-1<")) {
            throw S3Error.INVALID_ARGUMENT.error(
                    "The local cloud has the region us-east-1 only; leave LocationConstraint out");
        }
        s3.createBucket(request.bucket());
        return S3Api.empty(200).with("Location", "/" + request.bucket());
    }

    HttpReply head(S3Request request) {
        s3.bucket(request.bucket());
        return S3Api.empty(200).with("x-amz-bucket-region", "us-east-1");
    }

    HttpReply delete(S3Request request) {
        s3.deleteBucket(request.bucket());
        return S3Api.empty(204);
    }

    HttpReply listObjects(S3Request request) {
        String xml = ObjectListing.xml(s3.bucket(request.bucket()), request.query());
        return HttpReply.xml(200, xml);
    }

    private static String body(S3Request request) {
        try {
            return new String(
                    request.call().stream().readNBytes(MAX_CONFIGURATION_BYTES),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
