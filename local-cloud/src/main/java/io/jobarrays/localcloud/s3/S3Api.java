package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.XmlWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** S3 in its REST-XML protocol, with the bucket in the path. */
public final class S3Api implements ServiceApi {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Parameters of queries that change nothing: names of operations, and ids of SDKs. */
    private static final Set<String> NEUTRAL = Set.of("x-id", "uploads", "uploadId", "list-type");

    private final Map<String, Operation> operations = new TreeMap<>();

    /**
     * @param parameters of the query that it honours
     */
    private record Operation(Set<String> parameters, Function<S3Request, HttpReply> work) {}

    public S3Api(S3 s3) {
        BucketCalls buckets = new BucketCalls(s3);
        ObjectCalls objects = new ObjectCalls(s3);
        UploadCalls uploads = new UploadCalls(s3);
        add("ListBuckets", buckets::list);
        add("CreateBucket", buckets::create);
        add("HeadBucket", buckets::head);
        add("DeleteBucket", buckets::delete);
        add(
                "ListObjectsV2",
                buckets::listObjects,
                "prefix",
                "delimiter",
                "max-keys",
                "start-after",
                "continuation-token",
                "encoding-type",
                "fetch-owner");
        add("PutObject", objects::put);
        add("GetObject", objects::get);
        add("HeadObject", objects::head);
        add("DeleteObject", objects::delete);
        add("CreateMultipartUpload", uploads::create);
        add("UploadPart", uploads::put, "partNumber");
        add("ListParts", uploads::list, "max-parts", "part-number-marker");
        add("CompleteMultipartUpload", uploads::complete);
        add("AbortMultipartUpload", uploads::abort);
    }

    private void add(String name, Function<S3Request, HttpReply> work, String... parameters) {
        operations.put(name, new Operation(Set.of(parameters), work));
    }

    /** Names of the operations, without their service. */
    Set<String> operationNames() {
        return operations.keySet();
    }

    @Override
    public String service() {
        return "s3";
    }

    @Override
    public boolean streams() {
        return true;
    }

    /** S3 has paths of any form: only the scope of the signature tells it from the others. */
    @Override
    public boolean speaks(HttpCall request) {
        return request.header("Authorization").orElse("").contains("/s3/aws4_request")
                || request.queryParameters()
                        .getOrDefault("X-Amz-Credential", "")
                        .endsWith("/s3/aws4_request");
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return Optional.of(S3Request.of(request).operation()).filter(operations::containsKey);
    }

    @Override
    public HttpReply answer(HttpCall call, String requestId) {
        S3Request request = S3Request.of(call);
        String name = request.operation();
        Operation operation = operations.get(name);
        if (operation == null) {
            throw AwsError.notImplemented("S3 " + name);
        }
        for (String parameter : request.query().keySet()) {
            if (!NEUTRAL.contains(parameter) && !operation.parameters().contains(parameter)) {
                throw AwsError.notImplemented("The parameter " + parameter + " of S3 " + name);
            }
        }
        ObjectHeaders.refuseOthers(request);
        return operation.work().apply(request).with("x-amz-request-id", requestId);
    }

    @Override
    public HttpReply refusal(AwsError error, String requestId) {
        return xml(
                        error.status(),
                        new XmlWriter()
                                .open("Error")
                                .element("Code", error.code())
                                .element("Message", error.text())
                                .element("RequestId", requestId)
                                .close("Error"))
                .with("x-amz-request-id", requestId);
    }

    @Override
    public AwsError denial(DenialReason denial) {
        S3Error error =
                switch (denial) {
                    case MISSING, INCOMPLETE, NOT_PERMITTED -> S3Error.ACCESS_DENIED;
                    case UNKNOWN_KEY -> S3Error.INVALID_ACCESS_KEY_ID;
                    case WRONG_SIGNATURE, WRONG_SCOPE -> S3Error.SIGNATURE_DOES_NOT_MATCH;
                    case EXPIRED -> S3Error.REQUEST_TIME_TOO_SKEWED;
                };
        return error.error(denial.sentence());
    }

    static HttpReply xml(int status, XmlWriter xml) {
        return new HttpReply(status, "application/xml", xml.toString(), Map.of());
    }

    static HttpReply empty(int status) {
        return new HttpReply(status, "application/xml", "", Map.of());
    }

    static String time(Instant time) {
        return TIME.format(time);
    }
}
