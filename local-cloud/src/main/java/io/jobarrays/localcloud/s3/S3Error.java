package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.protocol.AwsError;

/** Errors of S3 with status, code and message. */
enum S3Error {
    ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
    BAD_DIGEST(400, "BadDigest", "The Content-MD5 or checksum does not match the content."),
    BUCKET_NOT_EMPTY(409, "BucketNotEmpty", "The bucket you tried to delete is not empty"),
    ENTITY_TOO_LARGE(
            400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size, 5 GiB"),
    ENTITY_TOO_SMALL(
            400,
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size: all parts but the last have at least 5 MiB"),
    INCOMPLETE_BODY(400, "IncompleteBody", "The body has another length than was announced"),
    INSUFFICIENT_STORAGE(
            507,
            "InsufficientStorage",
            "The local cloud's S3 is full; delete objects, or start it with a larger --s3-size"),
    INVALID_ACCESS_KEY_ID(403, "InvalidAccessKeyId", "The access key is not one of this account."),
    INVALID_ARGUMENT(400, "InvalidArgument", "Invalid Argument"),
    INVALID_BUCKET_NAME(400, "InvalidBucketName", "The specified bucket is not valid."),
    INVALID_DIGEST(400, "InvalidDigest", "The Content-MD5 or checksum is not valid."),
    INVALID_PART(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found, or has another ETag."),
    INVALID_PART_ORDER(
            400, "InvalidPartOrder", "The list of parts was not in ascending order of numbers."),
    INVALID_RANGE(416, "InvalidRange", "The requested range is not satisfiable"),
    KEY_TOO_LONG(400, "KeyTooLongError", "Your key is too long: 1,024 bytes at most"),
    MALFORMED_XML(400, "MalformedXML", "The XML you provided was not well-formed"),
    MISSING_CONTENT_LENGTH(
            411, "MissingContentLength", "You must provide the Content-Length HTTP header."),
    NO_SUCH_BUCKET(404, "NoSuchBucket", "The specified bucket does not exist"),
    NO_SUCH_KEY(404, "NoSuchKey", "The specified key does not exist."),
    NO_SUCH_UPLOAD(
            404,
            "NoSuchUpload",
            "The specified upload does not exist; it was completed or aborted"),
    PRECONDITION_FAILED(
            412, "PreconditionFailed", "At least one of the preconditions did not hold"),
    REQUEST_TIME_TOO_SKEWED(
            403, "RequestTimeTooSkewed", "The request's time is more than 15 minutes away."),
    SHA256_MISMATCH(
            400,
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed."),
    SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch", "The signature does not match."),
    TOO_MANY_BUCKETS(400, "TooManyBuckets", "An account has at most 1,000 buckets here");

    private final int status;
    private final String code;
    private final String message;

    S3Error(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    AwsError error() {
        return new AwsError(status, code, message);
    }

    AwsError error(String sentence) {
        return new AwsError(status, code, sentence);
    }
}
