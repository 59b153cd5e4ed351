package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;

/** Reason why a request is not authenticated or not permitted, with its message. */
public enum DenialReason {
    MISSING("Request is missing Authentication Token"),
    INCOMPLETE("The Authorization header is not a complete AWS4-HMAC-SHA256 signature."),
    UNKNOWN_KEY("The security token included in the request is invalid."),
    WRONG_SIGNATURE(
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your AWS Secret Access Key and signing method."),
    WRONG_SCOPE(
            "Credential should be scoped to the region us-east-1, the only one the local cloud has,"
                    + " and to the service called."),
    NOT_PERMITTED(
            "The credentials of an instance's role permit to read parameters and secrets, and to use"
                    + " S3: ssm:GetParameter*, secretsmanager:GetSecretValue and s3:*."),
    EXPIRED("Signature expired: its date is more than 15 minutes away from this machine's clock.");

    private final String sentence;

    DenialReason(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Error as STS, Route 53 and most other services return it. */
    public AwsError defaultError() {
        String code =
                switch (this) {
                    case MISSING -> "MissingAuthenticationToken";
                    case INCOMPLETE -> "IncompleteSignature";
                    case UNKNOWN_KEY -> "InvalidClientTokenId";
                    case NOT_PERMITTED -> "AccessDenied";
                    case WRONG_SIGNATURE, WRONG_SCOPE, EXPIRED -> "SignatureDoesNotMatch";
                };
        return new AwsError(403, code, sentence);
    }
}
